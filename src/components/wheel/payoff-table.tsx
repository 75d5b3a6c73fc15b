import { DataTable } from "@/components/ui/data-table";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { Exact } from "@/shared/wheel/exact";
import { type PayoffPoint, profitAt } from "@/shared/wheel/payoff";
import type { WheelBook } from "@/shared/wheel/wheel-book";

interface PayoffTableProps {
  title: string;
  points: readonly PayoffPoint[];
  rolled: WheelBook | null;
}

/** The bends of a payoff in numbers: it is straight between them. */
export function PayoffTable({ title, points, rolled }: PayoffTableProps) {
  return (
    <DataTable
      caption={title}
      rows={points}
      rowKey={({ price }) => price}
      columns={[
        {
          key: "price",
          header: "Share price, USD",
          phone: "title",
          render: ({ price }) => <Decimals value={price} />,
        },
        {
          key: "profit",
          header: rolled === null ? "Profit, USD" : "Profit keeping, USD",
          align: "end",
          render: ({ profit }) => <Money value={profit} change />,
        },
        ...(rolled === null
          ? []
          : [
              {
                key: "rolled",
                header: "Profit rolled, USD",
                align: "end" as const,
                render: ({ price }: PayoffPoint) => (
                  <Money value={profitAt([rolled], new Exact(price)).toFixed(6)} change />
                ),
              },
            ]),
      ]}
    />
  );
}
