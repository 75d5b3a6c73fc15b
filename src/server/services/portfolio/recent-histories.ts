import { LRUCache } from "lru-cache";

/** Events of all connections together that each kind of memory keeps: about 100 MB of a process. */
const MOST_EVENTS = 100_000;

/**
 * A memory of what was worked out of the events of connections, by their ids: those used last, and no more than what
 * `MOST_EVENTS` events take. A past that is larger than that is kept alone.
 */
export function recentHistories<Value extends object>(
  eventsOf: (value: Value) => number,
): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: MOST_EVENTS,
    sizeCalculation: (value) => Math.min(MOST_EVENTS, Math.max(1, eventsOf(value))),
  });
}
