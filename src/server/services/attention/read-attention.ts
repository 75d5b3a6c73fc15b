import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { readWheel } from "@/server/services/wheel/read-wheel";
import type { AttentionView } from "@/shared/schemas/attention";

/** What needs the person in all of their accounts, most urgent first, dismissed items included. */
export async function readAttention(ctx: ServiceContext, input: { fresh: boolean }): Promise<AttentionView> {
  const actor = permit(ctx, "read_positions");
  const connections = await ctx.storage.connections.listOf(actor.userId);
  const wheels = await readWheel(ctx, connections, input.fresh ? "fresh" : "cached");
  return { sources: wheels.map(({ source }) => source), items: [], revalidating: false };
}
