import type { CallOptions } from "./api-transport";
import { WheelhouseError } from "./wheelhouse-error";

export interface RowOptions extends CallOptions {
  /**
   * Go on where a part could not be read. Default: false, because a list that lacks rows looks like one that has none.
   */
  readonly allowPartial?: boolean | undefined;
}

interface Page {
  readonly nextCursor: string | null;
  readonly parts?: readonly { readonly part: string; readonly state: string }[];
}

/** Where a list is gone on with: the broker is asked anew for its first page at most. */
export function onward(cursor: string | null): { cursor?: string; fresh?: false } {
  return cursor === null ? {} : { cursor, fresh: false };
}

/** All rows of a list, page by page. Throws CONN_UNEXPECTED_REPLY for a part that could not be read. */
export async function* eachRow<One extends Page, Row>(
  list: (cursor: string | null) => Promise<One>,
  rowsOf: (page: One) => readonly Row[],
  { allowPartial = false }: RowOptions = {},
): AsyncGenerator<Row, void> {
  let cursor: string | null = null;
  do {
    const page: One = await list(cursor);
    if (!allowPartial) requireWhole(page);
    yield* rowsOf(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function requireWhole({ parts = [] }: Page): void {
  const failed = parts.filter(({ state }) => state === "failed").map(({ part }) => part);
  if (failed.length === 0) return;
  const message = `The broker did not give everything: ${failed.join(", ")}`;
  throw new WheelhouseError({ code: "2006", name: "CONN_UNEXPECTED_REPLY", status: null, message });
}
