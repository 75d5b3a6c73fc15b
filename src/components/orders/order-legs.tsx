import { legAction, legTitle, type OrderRow } from "@/components/orders/order-row";
import { placesOf } from "@/components/positions/number-column";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { SmallTable } from "@/components/ui/small-table";

/** A line of the table and its border. */
const LINE_PX = 33;

/** Room for the legs of an order with more than one; null for the others. */
export function legsHeightPx({ order }: OrderRow): number | null {
  return order.legs.length > 1 ? (order.legs.length + 1) * LINE_PX : null;
}

const COLUMNS = [
  { header: "Leg", align: "start" },
  { header: "Action", align: "start" },
  { header: "Ratio", align: "end" },
  { header: "Filled", align: "end" },
  { header: "Fill price", align: "end" },
] as const;

/** The legs of an order: what each trades, how much of it was filled and at what price per share. */
export function OrderLegs({ row }: { row: OrderRow }) {
  return (
    <SmallTable
      caption={`Legs of ${row.title}`}
      columns={COLUMNS}
      rows={row.order.legs.map((leg) => {
        const title = legTitle(leg, row.order.symbol);
        return {
          key: `${title}:${leg.side}`,
          name: title,
          cells: [
            legAction(leg),
            leg.ratio,
            <Decimals key="filled" value={leg.filledQuantity} decimals={placesOf(leg.filledQuantity)} />,
            <Money key="price" value={leg.averageFillPrice} />,
          ],
        };
      })}
      nameClass="pl-9"
      className="max-w-3xl"
    />
  );
}
