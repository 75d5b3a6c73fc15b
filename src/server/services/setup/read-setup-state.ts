import type { ServiceContext } from "@/server/services/service-context";

/** Whether the install still needs its owner. Open to everybody: the sign-in page needs it. */
export async function readSetupState(ctx: Pick<ServiceContext, "storage">): Promise<{ needed: boolean }> {
  const { setupCompletedAt } = await ctx.storage.install.get();
  return { needed: setupCompletedAt === null };
}
