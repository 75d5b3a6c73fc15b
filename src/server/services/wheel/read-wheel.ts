import type { ShareFacts } from "@/server/brokers/broker";
import { breathe } from "@/server/services/breathe";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readActivity } from "@/server/services/portfolio/read-activity";
import { readPositions } from "@/server/services/portfolio/read-positions";
import { readShareFacts } from "@/server/services/portfolio/read-share-facts";
import type { Wish } from "@/server/services/portfolio/reading";
import type { ServiceContext } from "@/server/services/service-context";
import { someAtOnce } from "@/server/services/some-at-once";
import { builtLedgers } from "@/server/services/wheel/built-ledgers";
import type { CycleSubject } from "@/server/services/wheel/engine/cycle-facts";
import { presentBeside } from "@/server/services/wheel/engine/present-beside";
import { presentCycle } from "@/server/services/wheel/engine/present-cycle";
import { mergeParts } from "@/server/services/wheel/merge-parts";
import type { ConnectionRecord } from "@/server/storage/records";
import type { PartProvenance } from "@/shared/schemas/trading";
import type { BesideWheel, WheelCycle, WheelSource } from "@/shared/schemas/wheel";

const CONNECTIONS_AT_ONCE = 4;
const CYCLES_IN_A_TURN = 20;

/** What is known of the wheel in the accounts of one connection. */
export interface ConnectionWheel {
  readonly connection: ConnectionRecord;
  readonly source: WheelSource;
  readonly cycles: readonly WheelCycle[];
  /** Options held outside of a wheel. */
  readonly beside: readonly BesideWheel[];
  /** Of the underlyings with an open cycle, by symbol. */
  readonly shares: ReadonlyMap<string, ShareFacts>;
  readonly revalidating: boolean;
}

/**
 * Rebuilds the wheel of each connection from what happened in its accounts, a few connections side by side. A
 * broker's trouble is told in `source`, never thrown: its wheel is then what was known before. Asks for no
 * permission: that is the verbs' part.
 */
export async function readWheel(
  ctx: ServiceContext,
  connections: readonly ConnectionRecord[],
  wish: Wish,
): Promise<ConnectionWheel[]> {
  const wheels = new Map<string, ConnectionWheel>();
  await someAtOnce(connections, CONNECTIONS_AT_ONCE, new AbortController().signal, async (connection) => {
    wheels.set(connection.id, await readConnectionWheel(ctx, connection, wish));
  });
  return connections.flatMap(({ id }) => wheels.get(id) ?? []);
}

async function readConnectionWheel(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  wish: Wish,
): Promise<ConnectionWheel> {
  const [activity, holdings, decisions] = await Promise.all([
    readActivity(ctx, connection, wish),
    readPositions(ctx, connection, wish),
    ctx.storage.rollDecisions.listOf(connection.id),
  ]);
  const said = new Map(decisions.map(({ rollId, joined }) => [rollId, joined]));
  const ledgers = await builtLedgers(ctx, connection.id, activity.events, said);
  const open = ledgers.filter(({ cycles }) => cycles.at(-1)?.closedAt === null);
  const symbols = open.map(({ underlying }) => underlying);
  const quoted = await readShareFacts(ctx, connection, symbols, wish);
  const shares = new Map(quoted.facts.map((facts) => [facts.symbol, facts]));
  const positions = arePositionsKnown(holdings.parts) ? holdings.positions : null;
  const now = ctx.clock.now();
  const cycles: WheelCycle[] = [];
  const beside: BesideWheel[] = [];
  for (const ledger of ledgers) {
    const { accountNumber } = ledger;
    const subject = subjectOf(ctx, connection, accountNumber);
    const held = positions?.filter((position) => position.accountNumber === accountNumber) ?? null;
    const known = { subject, positions: held, shares, now };
    beside.push(...presentBeside(ledger, subject));
    for (const cycle of ledger.cycles) {
      cycles.push(presentCycle(cycle, known));
      if (cycles.length % CYCLES_IN_A_TURN === 0) {
        await breathe();
      }
    }
  }
  const { id: connectionId, label, broker } = connection;
  const parts = mergeParts(activity.parts, holdings.parts, quoted.parts);
  return {
    connection,
    source: { connectionId, label, broker, parts },
    cycles,
    beside,
    shares,
    revalidating: activity.revalidating || holdings.revalidating || quoted.revalidating,
  };
}

/** A holding that could not be read is not one that is absent. */
function arePositionsKnown(parts: readonly PartProvenance[]): boolean {
  const holdings = parts.filter(({ part }) => part === "stock_holdings" || part === "option_holdings");
  return holdings.every(({ state }) => state !== "failed");
}

function subjectOf(
  ctx: Pick<ServiceContext, "cipher">,
  connection: ConnectionRecord,
  accountNumber: string,
): CycleSubject {
  const { id: connectionId, broker, label } = connection;
  return { connectionId, broker, label, ...accountRefOf(ctx, connection, accountNumber) };
}
