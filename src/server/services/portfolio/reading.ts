import type { PartProvenance } from "@/shared/schemas/trading";

/** `cached` takes what is not too old; `fresh` waits for a new reading. */
export type Wish = "cached" | "fresh";

/** The rows of one kind as they are known, and where each part of them comes from. */
export interface Kept<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins, for what comes in pages. */
  readonly nextCursor: string | null;
  readonly parts: readonly PartProvenance[];
  /** When the broker was last asked, whatever came of it. */
  readonly triedAt: Date;
}

/** What a reader gets. `revalidating` means that a newer reading is on its way. */
export interface Reading<Row> extends Omit<Kept<Row>, "triedAt"> {
  readonly revalidating: boolean;
}
