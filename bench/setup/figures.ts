/** Times of one thing measured many times, milliseconds. */
export type Sample = readonly number[];

/** The value below which the share (0 to 1) of the sample lies: the nearest rank. */
export function quantile(sample: Sample, share: number): number {
  const sorted = [...sample].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export const median = (sample: Sample): number => quantile(sample, 0.5);
export const p95 = (sample: Sample): number => quantile(sample, 0.95);

/** Milliseconds that the work took; what it throws is thrown. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export const ms = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

/** Columns of equal width: the first to the left, figures to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}
