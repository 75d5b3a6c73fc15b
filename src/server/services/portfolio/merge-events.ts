import { breathe } from "@/server/services/breathe";
import type { AccountEvent } from "@/shared/schemas/activity";

/** So many events are looked at in one go: about a millisecond. */
const SLICE = 500;

/** Events that are new or changed, by what happens to the months: removed from one, put into another. */
export interface MonthChange {
  readonly put: AccountEvent[];
  /** Keys of events that lie in another month by now. */
  readonly drop: Set<string>;
}

/** The month that an event is kept in, such as `2026-03`, in UTC. */
export function monthOf({ at }: AccountEvent): string {
  return at.slice(0, 7);
}

/**
 * What events that were read just now change in the months that are known; nothing where they are the same. Of many
 * events some are taken at a time, so that everything else has its turn.
 */
export async function monthChanges(
  known: readonly AccountEvent[],
  read: readonly AccountEvent[],
): Promise<Map<string, MonthChange>> {
  const before = await byKeyOf(known);
  const changes = new Map<string, MonthChange>();
  const changeOf = (month: string): MonthChange => {
    const change = changes.get(month) ?? { put: [], drop: new Set() };
    changes.set(month, change);
    return change;
  };
  // Of two with one id, the later in the reply counts.
  let looked = 0;
  for (const [key, event] of await byKeyOf(read)) {
    looked += 1;
    if (looked % SLICE === 0) {
      await breathe();
    }
    const last = before.get(key);
    if (last !== undefined && JSON.stringify(last) === JSON.stringify(event)) {
      continue;
    }
    if (last !== undefined && monthOf(last) !== monthOf(event)) {
      changeOf(monthOf(last)).drop.add(key);
    }
    changeOf(monthOf(event)).put.push(event);
  }
  return changes;
}

/** A month's events after a change, by time and then by id. */
export function changeMonth(events: readonly AccountEvent[], { put, drop }: MonthChange): AccountEvent[] {
  const byKey = new Map(events.map((event) => [keyOf(event), event]));
  for (const key of drop) {
    byKey.delete(key);
  }
  for (const event of put) {
    byKey.set(keyOf(event), event);
  }
  return inOrder([...byKey.values()]);
}

async function byKeyOf(events: readonly AccountEvent[]): Promise<Map<string, AccountEvent>> {
  const byKey = new Map<string, AccountEvent>();
  for (const event of events) {
    byKey.set(keyOf(event), event);
    if (byKey.size % SLICE === 0) {
      await breathe();
    }
  }
  return byKey;
}

/** Events by time and then by id. */
export function inOrder(events: readonly AccountEvent[]): AccountEvent[] {
  return events
    .map((event) => ({ event, atMs: Date.parse(event.at) }))
    .sort((one, other) => one.atMs - other.atMs || (one.event.eventId < other.event.eventId ? -1 : 1))
    .map(({ event }) => event);
}

/** Ids are the broker's own and may be one for all accounts, as of a split. */
function keyOf({ accountNumber, eventId }: AccountEvent): string {
  return `${accountNumber} ${eventId}`;
}
