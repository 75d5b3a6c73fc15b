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
import type { AccountLedgers, CycleLedger } from "@/server/services/wheel/engine/ledger";
import { presentBeside } from "@/server/services/wheel/engine/present-beside";
import { presentCycle } from "@/server/services/wheel/engine/present-cycle";
import { unmatchedCycles } from "@/server/services/wheel/engine/unmatched-cycles";
import { mergeParts } from "@/server/services/wheel/merge-parts";
import type { ConnectionRecord } from "@/server/storage/records";
import type { PartProvenance, Position } from "@/shared/schemas/trading";
import type { BesideWheel, WheelCycle, WheelSource } from "@/shared/schemas/wheel";

const CONNECTIONS_AT_ONCE = 4;
/** A cycle with many short options takes as long as many cycles. */
const PRESENTED_IN_A_TURN = 32;

/** What is known of the wheel in the accounts of one connection. */
export interface ConnectionWheel {
  readonly connection: ConnectionRecord;
  readonly source: WheelSource;
  readonly cycles: readonly WheelCycle[];
  /** What the cycles were made from, by cycle id: where their history is. */
  readonly ledgers: ReadonlyMap<string, CycleLedger>;
  /** Options held outside of a wheel. */
  readonly beside: readonly BesideWheel[];
  /** Of the underlyings with an open cycle or options that are held, by symbol. */
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
  const positions = arePositionsKnown(holdings.parts) ? holdings.positions : null;
  const quoted = await readShareFacts(ctx, connection, openSymbols(ledgers, holdings.positions), wish);
  const shares = new Map(quoted.facts.map((facts) => [facts.symbol, facts]));
  const now = ctx.clock.now();
  const cycles: WheelCycle[] = [];
  const byCycle = new Map<string, CycleLedger>();
  const beside: BesideWheel[] = [];
  for (const number of accountNumbers(ledgers, holdings.positions)) {
    const own = ledgers.filter(({ accountNumber }) => accountNumber === number);
    const held = positions?.filter(({ accountNumber }) => accountNumber === number) ?? null;
    const facts = { subject: subjectOf(ctx, connection, number), positions: held, shares, now };
    const all = [...own.flatMap((ledger) => ledger.cycles), ...unmatchedCycles(own, facts)];
    let presented = 0;
    for (const ledger of all) {
      const cycle = presentCycle(ledger, facts);
      cycles.push(cycle);
      byCycle.set(cycle.cycleId, ledger);
      presented += 1 + cycle.shorts.length;
      if (presented >= PRESENTED_IN_A_TURN) {
        presented = 0;
        await breathe();
      }
    }
    beside.push(...own.flatMap((ledger) => presentBeside(ledger, facts.subject)));
  }
  const { id: connectionId, label, broker } = connection;
  const parts = mergeParts(activity.parts, holdings.parts, quoted.parts);
  return {
    connection,
    source: { connectionId, label, broker, parts },
    cycles,
    ledgers: byCycle,
    beside,
    shares,
    revalidating: activity.revalidating || holdings.revalidating || quoted.revalidating,
  };
}

/** Underlyings with a cycle that is open, or with options that are held. */
function openSymbols(ledgers: AccountLedgers, positions: readonly Position[]): string[] {
  const open = ledgers.filter(({ cycles }) => cycles.at(-1)?.closedAt === null);
  const options = positions.filter(({ kind }) => kind === "option");
  return [...open.map(({ underlying }) => underlying), ...options.map(({ symbol }) => symbol)];
}

function accountNumbers(ledgers: AccountLedgers, positions: readonly Position[]): Set<string> {
  return new Set([...ledgers, ...positions].map(({ accountNumber }) => accountNumber));
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
