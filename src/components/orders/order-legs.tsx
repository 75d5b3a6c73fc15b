import { legAction, legTitle, type OrderRow } from "@/components/orders/order-row";
import { placesOf } from "@/components/positions/number-column";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";

const LINE_PX = 32;

/** Room for the legs of an order with more than one; null for the others. */
export function legsHeightPx({ order }: OrderRow): number | null {
  return order.legs.length > 1 ? (order.legs.length + 1) * LINE_PX + 1 : null;
}

/** The legs of an order: what each trades, how much of it was filled and at what price per share. */
export function OrderLegs({ row }: { row: OrderRow }) {
  return (
    <table className="w-full max-w-3xl text-13">
      <caption className="sr-only">Legs of {row.title}</caption>
      <thead>
        <tr className="h-8 text-12 text-ink-soft">
          <th scope="col" className="pr-3 pl-9 text-left font-medium">
            Leg
          </th>
          <th scope="col" className="px-3 text-left font-medium">
            Action
          </th>
          <th scope="col" className="px-3 text-right font-medium">
            Ratio
          </th>
          <th scope="col" className="px-3 text-right font-medium">
            Filled
          </th>
          <th scope="col" className="px-3 text-right font-medium">
            Fill price
          </th>
        </tr>
      </thead>
      <tbody>
        {row.order.legs.map((leg) => {
          const title = legTitle(leg, row.order.symbol);
          return (
            <tr key={`${title}:${leg.side}`} className="h-8">
              <td className="pr-3 pl-9">{title}</td>
              <td className="px-3">{legAction(leg)}</td>
              <td className="px-3 text-right tabular-nums">{leg.ratio}</td>
              <td className="px-3 text-right">
                <Decimals value={leg.filledQuantity} decimals={placesOf(leg.filledQuantity)} />
              </td>
              <td className="px-3 text-right">
                <Money value={leg.averageFillPrice} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
