import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

interface SmallTableProps {
  /** Says what the table holds; for screen readers. */
  caption: string;
  columns: readonly { header: string; align: "start" | "end" }[];
  rows: readonly { key: string; name: ReactNode; cells: readonly ReactNode[] }[];
  /** The header is read out only: the columns tell themselves apart. */
  headerHidden?: boolean;
  /** Class of the first cell of each row. */
  nameClass?: string;
  className?: string;
}

const ALIGN = { start: "text-left", end: "text-right" } as const;

/** A few lines of 32 pixels inside something else, each led by its name; the first column is that of the names. */
export function SmallTable(props: SmallTableProps) {
  const { caption, columns, rows, headerHidden = false, nameClass, className } = props;
  const alignOf = (index: number) => ALIGN[columns[index]?.align ?? "start"];
  return (
    <table className={classNames("w-full text-13", className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className={headerHidden ? "sr-only" : undefined}>
        <tr className="h-8 text-12 text-ink-soft">
          {columns.map(({ header }, index) => (
            <th
              key={header}
              scope="col"
              className={classNames("pr-3 font-medium last:pr-0", alignOf(index), index === 0 && nameClass)}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, cells }) => (
          <tr key={key} className="h-8 border-t border-line">
            <th scope="row" className={classNames("pr-3 text-left font-normal", nameClass)}>
              {name}
            </th>
            {cells.map((cell, index) => (
              <td
                key={columns[index + 1]?.header}
                className={classNames("pr-3 tabular-nums last:pr-0", alignOf(index + 1))}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
