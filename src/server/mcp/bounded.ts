/** Which rows of a list are asked for. */
interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** The rows of a page, and how many others there are. */
export function pageOf<Row>(rows: readonly Row[], { limit, offset }: Page): { rows: Row[]; others: number } {
  const page = rows.slice(offset, offset + limit);
  return { rows: page, others: rows.length - page.length };
}

/** The last rows of a list, and how many there are before them. */
export function lastOf<Row>(rows: readonly Row[], limit: number): { rows: Row[]; others: number } {
  return pageOf(rows, { limit, offset: Math.max(0, rows.length - limit) });
}

/** Only lists of which something is left out. */
export function leftOutOf(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
