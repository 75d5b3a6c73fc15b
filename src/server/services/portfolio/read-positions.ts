import { cachedDataset } from "@/server/services/portfolio/cached-dataset";
import { mendPositions } from "@/server/services/portfolio/mend-positions";
import { readDataset } from "@/server/services/portfolio/read-dataset";
import type { Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { type PartProvenance, type Position, positionSchema } from "@/shared/schemas/trading";

const underWay = new ReadsUnderWay<Position>();

/**
 * All holdings of a connection's accounts, options included, with their prices. Never throws for the broker's
 * trouble: `parts` tells what could not be read, and its rows and fields are the last known ones, or missing.
 */
export async function readPositions(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  wish: Wish,
): Promise<{ positions: Position[]; parts: PartProvenance[]; revalidating: boolean }> {
  const dataset = cachedDataset(ctx, connection, {
    key: "positions",
    parts: ["stock_holdings", "option_holdings", "instruments", "contracts", "stock_prices", "option_prices"],
    underWay,
    rowSchema: positionSchema,
    read: ({ getPositions }) =>
      getPositions && ((session) => getPositions(session, { includeOptions: true })),
    mend: mendPositions,
  });
  const { rows, parts, revalidating } = await readDataset(ctx, connection, dataset, wish);
  return { positions: [...rows], parts: [...parts], revalidating };
}
