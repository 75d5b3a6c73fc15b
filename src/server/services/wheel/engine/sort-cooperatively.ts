import { breathe } from "@/server/services/breathe";

const RUN = 1_024;
const MERGED_IN_A_TURN = 2_048;

/** A sorted copy, made in slices between which the event loop has its turn. Items that compare as equal keep their order. */
export async function sortCooperatively<Item>(
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  let runs: Item[][] = [];
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).sort(compare));
    await breathe();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let pair = 0; pair < runs.length; pair += 2) {
      merged.push(await merge(runs[pair] ?? [], runs[pair + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item>(
  first: readonly Item[],
  second: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  const merged: Item[] = [];
  let taken = 0;
  for (const item of first) {
    for (let next = second[taken]; next !== undefined && compare(next, item) < 0; next = second[taken]) {
      taken += 1;
      merged.push(next);
      if (merged.length % MERGED_IN_A_TURN === 0) {
        await breathe();
      }
    }
    merged.push(item);
    if (merged.length % MERGED_IN_A_TURN === 0) {
      await breathe();
    }
  }
  return merged.concat(second.slice(taken));
}
