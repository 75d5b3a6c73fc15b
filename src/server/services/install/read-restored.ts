import { requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { RestoredView } from "@/shared/schemas/install";

/** Whether the install is a copy that waits for a yes, for everybody who is signed in. */
export async function readRestored(ctx: ServiceContext): Promise<RestoredView> {
  requireUser(ctx);
  const { restoredAt, restoredFrom } = await ctx.storage.install.get();
  return {
    restoredAt: restoredAt?.toISOString() ?? null,
    madeAt: restoredFrom?.toISOString() ?? null,
  };
}
