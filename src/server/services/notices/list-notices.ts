import { toNoticeView } from "@/server/services/notices/notice-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { NoticePage } from "@/shared/schemas/notice";

/** A page of what the person was told, newest first. */
export async function listNotices(
  ctx: ServiceContext,
  input: { before?: number | undefined; limit: number },
): Promise<NoticePage> {
  const actor = permit(ctx, "use_own_account");
  // One more than asked for tells whether there is a next page.
  const rows = await ctx.storage.notices.listOf(actor.userId, input.limit + 1, input.before ?? null);
  const notices = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? notices.at(-1) : undefined;
  return { notices: notices.map((notice) => toNoticeView(ctx, notice)), before: last?.seq ?? null };
}
