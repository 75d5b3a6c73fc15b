import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import {
  changeAttentionSettings,
  readAttentionSettings,
} from "@/server/services/attention/attention-settings";
import { dismissAttention, restoreAttention } from "@/server/services/attention/dismiss-attention";
import { readAttention } from "@/server/services/attention/read-attention";
import {
  readCalendarFeed,
  removeCalendarFeed,
  renewCalendarFeed,
} from "@/server/services/calendar/calendar-feed";
import { readIncome } from "@/server/services/income/read-income";
import { decideRoll } from "@/server/services/wheel/decide-roll";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readCycle } from "@/server/services/wheel/read-cycle";
import {
  attentionItemSchema,
  attentionSettingsSchema,
  attentionViewSchema,
} from "@/shared/schemas/attention";
import { calendarFeedViewSchema, renewedCalendarFeedSchema } from "@/shared/schemas/calendar-feed";
import { incomeViewSchema } from "@/shared/schemas/income";
import { cycleViewSchema, rollSchema, wheelCycleSchema, wheelViewSchema } from "@/shared/schemas/wheel";

const access = "read_positions" as const;
const readsBrokers = audited("SESSION_REFRESHED", "SESSION_REFRESH_FAILED", "SESSION_EXPIRED");
const readsOwn = noAudit("reads the person's own choices");
const connectionIdSchema = z.string().min(1).max(64);
const wheelInputSchema = z.object({
  /** Null for all of the person's connections. */
  connectionIds: z.array(connectionIdSchema).max(50).nullable().default(null),
  fresh: z.boolean().default(false),
});
const itemKeySchema = attentionItemSchema.pick({ key: true });
const nothing = z.object({});

/** The wheel, what needs attention in it, what it brought, and the calendar of its expirations. */
export const wheelRouter = router({
  overview: procedure({ access, audit: readsBrokers, output: wheelViewSchema })
    .input(wheelInputSchema)
    .query(({ ctx, input }) => identifyWheelPositions(ctx, input)),
  cycle: procedure({ access, audit: readsBrokers, output: cycleViewSchema })
    .input(wheelCycleSchema.pick({ cycleId: true }).extend({ fresh: z.boolean().default(false) }))
    .query(({ ctx, input }) => readCycle(ctx, input)),
  income: procedure({ access, audit: readsBrokers, output: incomeViewSchema })
    .input(wheelInputSchema)
    .query(({ ctx, input }) => readIncome(ctx, input)),
  decideRoll: procedure({ access, audit: audited("ROLL_DECIDED"), output: nothing })
    .input(
      z.object({
        connectionId: connectionIdSchema,
        rollId: rollSchema.shape.rollId,
        decision: z.enum(["joined", "cut"]).nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await decideRoll(ctx, input);
      return {};
    }),
  attention: procedure({ access, audit: readsBrokers, output: attentionViewSchema })
    .input(z.object({ fresh: z.boolean().default(false) }))
    .query(({ ctx, input }) => readAttention(ctx, input)),
  dismiss: procedure({
    access,
    audit: noAudit("what a person has put aside on their own list is nobody else's concern"),
    output: nothing,
  })
    .input(attentionItemSchema.pick({ key: true, stance: true }))
    .mutation(async ({ ctx, input }) => {
      await dismissAttention(ctx, input);
      return {};
    }),
  restore: procedure({
    access,
    audit: noAudit("what a person has put aside on their own list is nobody else's concern"),
    output: nothing,
  })
    .input(itemKeySchema)
    .mutation(async ({ ctx, input }) => {
      await restoreAttention(ctx, input.key);
      return {};
    }),
  attentionSettings: procedure({ access, audit: readsOwn, output: attentionSettingsSchema }).query(
    ({ ctx }) => readAttentionSettings(ctx),
  ),
  changeAttentionSettings: procedure({
    access,
    audit: noAudit("a person's own thresholds"),
    output: attentionSettingsSchema,
  })
    .input(attentionSettingsSchema)
    .mutation(({ ctx, input }) => changeAttentionSettings(ctx, input)),
  calendarFeed: procedure({ access, audit: readsOwn, output: calendarFeedViewSchema.nullable() }).query(
    ({ ctx }) => readCalendarFeed(ctx),
  ),
  renewCalendarFeed: procedure({
    access,
    audit: audited("CALENDAR_FEED_RENEWED"),
    output: renewedCalendarFeedSchema,
  }).mutation(({ ctx }) => renewCalendarFeed(ctx)),
  removeCalendarFeed: procedure({
    access,
    audit: audited("CALENDAR_FEED_REMOVED"),
    output: nothing,
  }).mutation(async ({ ctx }) => {
    await removeCalendarFeed(ctx);
    return {};
  }),
});
