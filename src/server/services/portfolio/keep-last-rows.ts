/**
 * Rows of a reading, and after them those of the last reading that are absent only because the part that gives them
 * failed.
 */
export function keepLastRows<Row>(
  rows: readonly Row[],
  known: readonly Row[],
  keyOf: (row: Row) => string,
  isLost: (row: Row) => boolean,
): Row[] {
  const present = new Set(rows.map(keyOf));
  return [...rows, ...known.filter((row) => isLost(row) && !present.has(keyOf(row)))];
}
