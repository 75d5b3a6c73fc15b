import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { MarkNoticesReadInput } from "@/shared/schemas/notice";

/** Marks the person's notices up to this one as read; how many there were. */
export async function markNoticesRead(
  ctx: ServiceContext,
  input: MarkNoticesReadInput,
): Promise<{ count: number }> {
  const { userId } = permit(ctx, "use_own_account");
  return { count: await ctx.storage.notices.markRead(userId, input.upto, ctx.clock.now()) };
}
