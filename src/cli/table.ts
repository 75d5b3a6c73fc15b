import type { Style } from "@/cli/style";

export interface Column<Row> {
  readonly title: string;
  /** Figures stand to the right, so that their digits line up. */
  readonly right?: boolean;
  readonly text: (row: Row) => string;
  /** Colours a cell after it was padded. */
  readonly paint?: (text: string, row: Row) => string;
}

/** Rows as lines with aligned columns under their titles; columns in which every cell is empty are left out. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: Style): string[] {
  const used = columns
    .map((column) => ({ column, cells: rows.map((row) => column.text(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const drawn = used.map(({ column, cells }) => {
    const width = Math.max(...[column.title, ...cells].map((cell) => [...cell].length));
    const pad = (cell: string) => {
      const blanks = " ".repeat(width - [...cell].length);
      return column.right === true ? blanks + cell : cell + blanks;
    };
    const paint = column.paint ?? ((text: string) => text);
    return {
      head: style.quiet(pad(column.title)),
      cells: rows.map((row, index) => paint(pad(cells[index] ?? ""), row)),
    };
  });
  return [
    drawn
      .map(({ head }) => head)
      .join("  ")
      .trimEnd(),
    ...rows.map((_, index) =>
      drawn
        .map(({ cells }) => cells[index] ?? "")
        .join("  ")
        .trimEnd(),
    ),
  ];
}

/** Names and values below each other, the values aligned. */
export function factsOf(facts: readonly (readonly [string, string | null])[]): string[] {
  const shown = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
