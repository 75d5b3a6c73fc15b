import { inTurns } from "@/server/services/in-turns";

const ITEMS_IN_A_TURN = 1_024;

/** The items of each key, in their order; the event loop has its turn in between. */
export async function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Promise<Map<Key, Item[]>> {
  const groups = new Map<Key, Item[]>();
  for await (const slice of inTurns(items, ITEMS_IN_A_TURN)) {
    for (const item of slice) {
      const key = keyOf(item);
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, [item]);
      } else {
        group.push(item);
      }
    }
  }
  return groups;
}
