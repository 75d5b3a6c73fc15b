import { DataTable } from "@/components/ui/data-table";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import type { IncomeUnderlying } from "@/shared/schemas/income";

const BAR = 96;

/** What each underlying brought: realised and still open, the most first. */
export function UnderlyingTable({ underlyings }: { underlyings: readonly IncomeUnderlying[] }) {
  const rows = underlyings.toSorted((a, b) => Number(b.realised) - Number(a.realised));
  const most = Math.max(1, ...rows.map(({ realised }) => Math.abs(Number(realised))));
  return (
    <Section title="By underlying" description="Premium in US dollars after fees." flush>
      <DataTable
        caption="Premium by underlying, the most realised first"
        rows={rows}
        rowKey={({ underlying }) => underlying}
        columns={[
          {
            key: "underlying",
            header: "Underlying",
            phone: "title",
            render: ({ underlying }) => <span className="font-medium">{underlying}</span>,
          },
          {
            key: "bar",
            header: <span className="sr-only">Realised, drawn</span>,
            phone: "hidden",
            width: "w-28",
            render: ({ realised }) => (
              <svg aria-hidden="true" width={BAR} height={10} className="block">
                <rect
                  width={Math.round((BAR * Math.abs(Number(realised))) / most)}
                  height={10}
                  rx={1}
                  className={realised.startsWith("-") ? "fill-bad" : "fill-action"}
                />
              </svg>
            ),
          },
          {
            key: "realised",
            header: "Realised",
            align: "end",
            render: ({ realised }) => <Money value={realised} change />,
          },
          { key: "open", header: "Open", align: "end", render: ({ open }) => <Money value={open} change /> },
          {
            key: "dividends",
            header: "Dividends",
            align: "end",
            render: ({ dividends }) => <Money value={dividends} />,
          },
          {
            key: "contracts",
            header: "Contracts sold",
            align: "end",
            render: ({ contracts }) => <Decimals value={contracts} decimals={0} />,
          },
        ]}
      />
    </Section>
  );
}
