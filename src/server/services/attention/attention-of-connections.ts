import type { ShareFacts } from "@/server/brokers/broker";
import {
  type AccountMeans,
  type AttentionFacts,
  shareKey,
} from "@/server/services/attention/attention-facts";
import { attentionOf } from "@/server/services/attention/attention-of";
import { settingsOf } from "@/server/services/attention/attention-settings";
import { sessionEndOf } from "@/server/services/attention/session-end";
import { uncoveredSince } from "@/server/services/attention/uncovered-since";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readSummaries } from "@/server/services/portfolio/read-summaries";
import type { Wish } from "@/server/services/portfolio/reading";
import type { ServiceContext } from "@/server/services/service-context";
import { mergeParts } from "@/server/services/wheel/merge-parts";
import { type ConnectionWheel, readWheel } from "@/server/services/wheel/read-wheel";
import { withHistory } from "@/server/services/wheel/with-history";
import type { ConnectionRecord } from "@/server/storage/records";
import { newYorkDay } from "@/shared/new-york-time";
import type { AttentionView } from "@/shared/schemas/attention";
import type { PartProvenance } from "@/shared/schemas/trading";

/** Whose attention it is, and which of their connections and accounts are looked at. */
export interface AttentionSubject {
  readonly ownerId: string;
  readonly connections: readonly ConnectionRecord[];
  reaches(accountId: string): boolean;
}

/** What needs a person, most urgent first, dismissed items included. Asks for no permission: that is the caller's part. */
export async function attentionOfConnections(
  ctx: ServiceContext,
  { ownerId, connections, reaches }: AttentionSubject,
  wish: Wish,
): Promise<AttentionView> {
  const [allWheels, means, sessions, settings, dismissals] = await Promise.all([
    readWheel(ctx, connections, wish),
    Promise.all(connections.map((connection) => readMeans(ctx, connection, wish))),
    Promise.all(connections.map((connection) => readSessionEnd(ctx, connection))),
    settingsOf(ctx.storage, ownerId),
    ctx.storage.attentionDismissals.listOf(ownerId),
  ]);
  const wheels = allWheels.map((wheel) => ({
    ...wheel,
    cycles: wheel.cycles.filter(({ accountId }) => reaches(accountId)),
    beside: wheel.beside.filter(({ accountId }) => reaches(accountId)),
  }));
  const now = ctx.clock.now();
  const facts: AttentionFacts = {
    now,
    today: newYorkDay(now),
    cycles: wheels.flatMap(({ cycles }) => cycles).filter(({ closedAt }) => closedAt === null),
    uncoveredSince: await uncoveredTimes(wheels),
    beside: wheels.flatMap(({ beside }) => beside),
    shares: sharesOf(wheels),
    accounts: means.flatMap(({ accounts }) => accounts).filter(({ account }) => reaches(account.accountId)),
    sessions,
  };
  return {
    sources: wheels.map(({ source }, index) => ({
      ...source,
      parts: mergeParts(source.parts, means[index]?.parts ?? []),
    })),
    items: attentionOf(facts, settings, dismissals),
    revalidating: [...wheels, ...means].some(({ revalidating }) => revalidating),
  };
}

async function uncoveredTimes(wheels: readonly ConnectionWheel[]): Promise<Map<string, Date>> {
  const uncovered = await withHistory(
    wheels,
    ({ state }) => state === "uncovered" || state === "partly_covered",
  );
  const times = new Map<string, Date>();
  for (const cycle of uncovered) {
    times.set(cycle.cycleId, await uncoveredSince(cycle));
  }
  return times;
}

interface Means {
  readonly accounts: readonly AccountMeans[];
  readonly parts: readonly PartProvenance[];
  readonly revalidating: boolean;
}

async function readMeans(ctx: ServiceContext, connection: ConnectionRecord, wish: Wish): Promise<Means> {
  const { summaries, parts, revalidating } = await readSummaries(ctx, connection, wish);
  const accounts = summaries.map(({ accountNumber, cash, buyingPower, kind }) => ({
    connectionId: connection.id,
    account: accountRefOf(ctx, connection, accountNumber),
    cash,
    buyingPower,
    margin: /margin/i.test(kind),
  }));
  return { accounts, parts, revalidating };
}

async function readSessionEnd(ctx: ServiceContext, connection: ConnectionRecord) {
  return sessionEndOf(connection, await ctx.storage.brokerSessions.byConnection(connection.id));
}

function sharesOf(wheels: readonly ConnectionWheel[]): Map<string, ShareFacts> {
  return new Map(
    wheels.flatMap(({ connection, shares }) =>
      [...shares].map(([symbol, facts]) => [shareKey(connection.id, symbol), facts] as const),
    ),
  );
}
