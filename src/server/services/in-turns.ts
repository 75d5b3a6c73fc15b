import { breathe } from "@/server/services/breathe";

/** The items in slices of a size; between two of them the event loop has its turn. */
export async function* inTurns<Item>(items: readonly Item[], size: number): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) {
      await breathe();
    }
    yield items.slice(from, from + size);
  }
}
