import { createHash } from "node:crypto";
import { breathe } from "@/server/services/breathe";
import { recentHistories } from "@/server/services/portfolio/recent-histories";
import type { ServiceContext } from "@/server/services/service-context";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import type { AccountLedgers } from "@/server/services/wheel/engine/ledger";
import type { AccountEvent } from "@/shared/schemas/activity";

const HASHED_IN_A_TURN = 500;

interface Built {
  readonly fingerprint: string;
  readonly events: number;
  readonly ledgers: Promise<AccountLedgers>;
}

/** Of arrays of events, which nobody changes. */
const hashes = new WeakMap<readonly AccountEvent[], string>();

/** What was built last of each connection, by the feed that each process has one of. */
const built = new WeakMap<ServiceContext["feed"], ReturnType<typeof recentHistories<Built>>>();

/**
 * The ledgers of a connection's events. Built once for the same events and decisions: a page asks several times for
 * what the same cycles tell.
 */
export async function builtLedgers(
  { feed }: Pick<ServiceContext, "feed">,
  connectionId: string,
  events: readonly AccountEvent[],
  decisions: ReadonlyMap<string, boolean>,
): Promise<AccountLedgers> {
  const fingerprint = await fingerprintOf(events, decisions);
  const kept = built.get(feed) ?? recentHistories<Built>((one) => one.events);
  built.set(feed, kept);
  const known = kept.get(connectionId);
  const entry =
    known?.fingerprint === fingerprint
      ? known
      : { fingerprint, events: events.length, ledgers: buildCycles(events, decisions) };
  kept.set(connectionId, entry);
  return entry.ledgers;
}

/** Tells any change of an event or a decision. */
async function fingerprintOf(
  events: readonly AccountEvent[],
  decisions: ReadonlyMap<string, boolean>,
): Promise<string> {
  return `${hashes.get(events) ?? (await hashOf(events))} ${JSON.stringify([...decisions])}`;
}

async function hashOf(events: readonly AccountEvent[]): Promise<string> {
  const hash = createHash("sha256");
  for (let from = 0; from < events.length; from += HASHED_IN_A_TURN) {
    hash.update(JSON.stringify(events.slice(from, from + HASHED_IN_A_TURN)));
    await breathe();
  }
  const text = hash.digest("base64url");
  hashes.set(events, text);
  return text;
}
