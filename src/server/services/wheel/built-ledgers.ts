import { createHash } from "node:crypto";
import { breathe } from "@/server/services/breathe";
import type { ServiceContext } from "@/server/services/service-context";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import type { AccountLedgers } from "@/server/services/wheel/engine/ledger";
import type { AccountEvent } from "@/shared/schemas/activity";

/** Connections whose ledgers are kept in memory, those used last. */
const MOST_KEPT = 32;
const HASHED_IN_A_TURN = 500;

interface Built {
  readonly fingerprint: string;
  readonly ledgers: Promise<AccountLedgers>;
}

/** Of arrays of events, which nobody changes. */
const hashes = new WeakMap<readonly AccountEvent[], string>();

/** What was built last of each connection, by the feed that each process has one of. */
const built = new WeakMap<ServiceContext["feed"], Map<string, Built>>();

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
  const kept = built.get(feed) ?? new Map<string, Built>();
  built.set(feed, kept);
  const known = kept.get(connectionId);
  const entry =
    known?.fingerprint === fingerprint ? known : { fingerprint, ledgers: buildCycles(events, decisions) };
  kept.delete(connectionId);
  kept.set(connectionId, entry);
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) {
    kept.delete(oldest);
  }
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
