import type { BrokerError } from "@/server/brokers/broker-error";
import { type ListPage, type ListReading, partError } from "@/server/brokers/robinhood/list-reading";
import { type OrderPlace, unknownCursor } from "@/server/brokers/robinhood/order-cursor";
import { missingIn } from "@/server/brokers/robinhood/part-log";

/** Pages of one list in one call: a filter that few orders fit goes on at the next call. */
const pagesPerCall = 10;

interface OrderRow {
  readonly id: string;
}

type ReadPage<Row> = (cursor: string | null) => Promise<ListPage<Row>>;

/**
 * One of the broker's lists of orders, newest first, from a place on. Orders that came in since the place was
 * noted push the others back: the place is an order, not a number.
 */
export class OrderSource<Row extends OrderRow> {
  readonly #readPage: ReadPage<Row>;
  #place: OrderPlace | null;
  /** The page of the place: what is left of it and the cursor behind it. Null until it is read. */
  #page: { readonly rows: Row[]; readonly next: string | null } | null = null;
  #pagesRead = 0;
  #error: BrokerError | null = null;
  #hasFailed = false;

  constructor(place: OrderPlace | null, readPage: ReadPage<Row>) {
    this.#place = place;
    this.#readPage = readPage;
  }

  /** Where to go on; null at the end. */
  get place(): OrderPlace | null {
    return this.#place;
  }

  /** True where more is to be read, but not in this call. */
  get isPaused(): boolean {
    return this.#isUnread && !this.#hasFailed && this.#pagesRead >= pagesPerCall;
  }

  /** What kept orders away, and as many rows as tell whether anything was read. */
  get reading(): ListReading<unknown> {
    return { rows: this.#pagesRead > 0 ? [null] : [], error: this.#error };
  }

  /** The next order, left in its place; null at the end, after a failure and on a pause. */
  async peek(): Promise<Row | null> {
    while (this.#isUnread && !this.#hasFailed && !this.isPaused) await this.#openPage();
    return this.#page?.rows[0] ?? null;
  }

  /** Takes the order that {@link peek} gave. */
  take(row: Row): void {
    if (this.#page === null) return;
    this.#page.rows.shift();
    this.#place = { cursor: this.#place?.cursor ?? null, after: row.id, within: true };
    this.#turnIfEmpty(this.#page, row.id);
  }

  get #isUnread(): boolean {
    return this.#place !== null && this.#page === null;
  }

  async #openPage(): Promise<void> {
    const place = this.#place ?? { cursor: null, after: null, within: false };
    const page = await this.#tryPage(place.cursor);
    if (page === null) return;
    const seen = page.rows.findIndex((row) => row.id === place.after);
    if (place.within && seen < 0) {
      if (page.next === null) throw unknownCursor();
      this.#place = { ...place, cursor: page.next };
      return;
    }
    this.#page = { rows: page.rows.slice(seen + 1), next: page.next };
    this.#turnIfEmpty(this.#page, place.after);
  }

  #turnIfEmpty(page: { readonly rows: readonly Row[]; readonly next: string | null }, after: string | null) {
    if (page.rows.length > 0) return;
    this.#page = null;
    this.#place = page.next === null ? null : { cursor: page.next, after, within: false };
  }

  async #tryPage(cursor: string | null): Promise<{ rows: Row[]; next: string | null } | null> {
    try {
      const { rows, error, next } = await this.#readPage(cursor);
      const nextCursor = next === null ? null : cursorIn(next);
      this.#pagesRead += 1;
      this.#error ??= error;
      return { rows, next: nextCursor };
    } catch (thrown) {
      this.#error ??= partError(thrown);
      this.#hasFailed = true;
      return null;
    }
  }
}

/** The broker's cursor in the link to a page; the rest of the link is ours to make. */
function cursorIn(link: string): string {
  const cursor = new URL(link, "https://page.invalid").searchParams.get("cursor");
  if (cursor === null || cursor.length > 300) throw missingIn("orders", "a cursor");
  return cursor;
}
