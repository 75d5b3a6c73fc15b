import { listReachable, reachesAccount } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readDailyValues } from "@/server/services/portfolio/daily-values";
import type { ServiceContext } from "@/server/services/service-context";
import type { ValueHistoryView } from "@/shared/schemas/account";

/** What the person's accounts were worth on each day that they were read, from a day on or ever, oldest first. */
export async function getValueHistory(
  ctx: ServiceContext,
  { from = "0000-01-01" }: { from?: string | undefined },
): Promise<ValueHistoryView> {
  const actor = permit(ctx, "read_positions", "read:account");
  const connections = await listReachable(ctx.storage, actor);
  const all = await Promise.all(
    connections.map(async (connection) =>
      (await readDailyValues(ctx, connection.id, from)).map(({ day, accountNumber, value, cash }) => ({
        day,
        connectionId: connection.id,
        ...accountRefOf(ctx, connection, accountNumber),
        value,
        cash,
      })),
    ),
  );
  return {
    points: all
      .flat()
      .filter(({ accountId }) => reachesAccount(actor, accountId))
      .sort((one, other) => (one.day < other.day ? -1 : Number(one.day > other.day))),
  };
}
