import { breathe } from "@/server/services/breathe";

const ITEMS_IN_A_TURN = 1_024;

/** The items of each key, in their order; the event loop has its turn in between. */
export async function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Promise<Map<Key, Item[]>> {
  const groups = new Map<Key, Item[]>();
  let taken = 0;
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
    taken += 1;
    if (taken % ITEMS_IN_A_TURN === 0) {
      await breathe();
    }
  }
  return groups;
}
