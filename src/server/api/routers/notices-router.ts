import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { addChannel } from "@/server/services/notices/add-channel";
import { changeChannel } from "@/server/services/notices/change-channel";
import { listChannels } from "@/server/services/notices/list-channels";
import { listNotices } from "@/server/services/notices/list-notices";
import { markNoticesRead } from "@/server/services/notices/mark-notices-read";
import { readUnread } from "@/server/services/notices/read-unread";
import { removeChannel } from "@/server/services/notices/remove-channel";
import { renewSecret } from "@/server/services/notices/renew-secret";
import { retryDead } from "@/server/services/notices/retry-dead";
import { testChannel } from "@/server/services/notices/test-channel";
import {
  addChannelInputSchema,
  addedChannelSchema,
  changeChannelInputSchema,
  channelIdInputSchema,
  channelListSchema,
  channelTestSchema,
  channelViewSchema,
  listNoticesInputSchema,
  markNoticesReadInputSchema,
  noticePageSchema,
  renewedSecretSchema,
  unreadNoticesSchema,
} from "@/shared/schemas/notice";

const own = "use_own_account" as const;
const readsOwn = noAudit("reads the person's own notices");

/** What the person was told, and where else they want to hear it. All of it is scoped to the one who asks. */
export const noticesRouter = router({
  list: procedure({ access: own, audit: readsOwn, output: noticePageSchema })
    .input(listNoticesInputSchema)
    .query(({ ctx, input }) => listNotices(ctx, input)),
  unread: procedure({ access: own, audit: readsOwn, output: unreadNoticesSchema }).query(({ ctx }) =>
    readUnread(ctx),
  ),
  markRead: procedure({
    access: own,
    audit: noAudit("that a person has read a notice is nobody else's concern"),
    output: z.object({ count: z.number().int() }),
  })
    .input(markNoticesReadInputSchema)
    .mutation(({ ctx, input }) => markNoticesRead(ctx, input)),
  channels: procedure({ access: own, audit: readsOwn, output: channelListSchema }).query(({ ctx }) =>
    listChannels(ctx),
  ),
  addChannel: procedure({
    access: own,
    audit: audited("NOTICE_CHANNEL_ADDED", "NOTICE_SECRET_SHOWN"),
    output: addedChannelSchema,
  })
    .input(addChannelInputSchema)
    .mutation(({ ctx, input }) => addChannel(ctx, input)),
  changeChannel: procedure({
    access: own,
    audit: audited("NOTICE_CHANNEL_CHANGED"),
    output: channelViewSchema,
  })
    .input(changeChannelInputSchema)
    .mutation(({ ctx, input }) => changeChannel(ctx, input)),
  removeChannel: procedure({ access: own, audit: audited("NOTICE_CHANNEL_REMOVED"), output: z.object({}) })
    .input(channelIdInputSchema)
    .mutation(async ({ ctx, input }) => {
      await removeChannel(ctx, input);
      return {};
    }),
  renewSecret: procedure({ access: own, audit: audited("NOTICE_SECRET_SHOWN"), output: renewedSecretSchema })
    .input(channelIdInputSchema)
    .mutation(({ ctx, input }) => renewSecret(ctx, input)),
  testChannel: procedure({
    access: own,
    audit: audited("NOTICE_CHANNEL_TESTED"),
    output: channelTestSchema,
  })
    .input(channelIdInputSchema)
    .mutation(({ ctx, input }) => testChannel(ctx, input)),
  retryDead: procedure({ access: own, audit: audited("NOTICE_CHANNEL_CHANGED"), output: channelViewSchema })
    .input(channelIdInputSchema)
    .mutation(({ ctx, input }) => retryDead(ctx, input)),
});
