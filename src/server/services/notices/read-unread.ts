import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { UnreadNotices } from "@/shared/schemas/notice";

/** How much the person has not read, and whether a channel of theirs is in trouble. */
export async function readUnread(ctx: ServiceContext): Promise<UnreadNotices> {
  const { userId } = permit(ctx, "use_own_account");
  const [count, newest, channels] = await Promise.all([
    ctx.storage.notices.countUnread(userId),
    ctx.storage.notices.listOf(userId, 1, null),
    ctx.storage.noticeChannels.listOf(userId),
  ]);
  const troubled = channels.filter(({ enabled, lastErrorCode }) => enabled && lastErrorCode !== null);
  return { count, upto: newest[0]?.seq ?? 0, troubledChannels: troubled.length };
}
