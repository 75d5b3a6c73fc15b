import { partOf } from "@/components/accounts/part-words";
import { contractWords } from "@/components/positions/contract-words";
import type { FigureState } from "@/components/table/grid-column";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { OrdersView, OrderView, PartProvenance } from "@/shared/schemas/trading";

/** An order among those of all connections, with where it comes from. */
export type OrderRow = {
  readonly key: string;
  readonly order: OrderView;
  /** What is traded: the symbol, the contract, or the number of legs. */
  readonly title: string;
  /** Such as `Sell to open`; several legs with different sides are `Several legs`. */
  readonly action: string;
  readonly connectionLabel: string;
  readonly account: string;
  readonly state: FigureState;
  readonly source: PartProvenance | undefined;
};

type Leg = OrderView["legs"][number];

/** `Sell to open`, `Buy`. */
export function legAction({ side, effect }: Pick<Leg, "side" | "effect">): string {
  const verb = side === "buy" ? "Buy" : "Sell";
  return effect === null ? verb : `${verb} to ${effect}`;
}

/** What a leg trades. */
export function legTitle(leg: Pick<Leg, "option">, symbol: string): string {
  return leg.option === null ? symbol : contractWords(leg.option);
}

function titleOf({ legs, symbol }: OrderView): string {
  const [first] = legs;
  if (first === undefined || legs.length > 1) return `${symbol}, ${legs.length} legs`;
  return legTitle(first, symbol);
}

function actionOf({ legs }: OrderView): string {
  const actions = new Set(legs.map(legAction));
  const [only] = actions;
  if (actions.size === 1 && only !== undefined) return only;
  const closes = legs.some(({ effect }) => effect === "close");
  const opens = legs.some(({ effect }) => effect === "open");
  return closes && opens ? "Roll" : "Several legs";
}

/** The orders of all views in one list; one that two pages give stands once, as in the newer page. */
export function orderRows(
  views: readonly OrdersView[],
  connections: readonly Pick<ConnectionView, "id" | "label">[],
): OrderRow[] {
  const labels = new Map(connections.map(({ id, label }) => [id, label]));
  const rows = new Map<string, OrderRow>();
  for (const { connectionId, parts, orders } of views) {
    const connectionLabel = labels.get(connectionId) ?? "";
    for (const order of orders) {
      const key = `${connectionId}:${order.orderId}`;
      if (rows.has(key)) continue;
      const source = partOf(parts, order.kind === "option" ? "option_orders" : "stock_orders");
      rows.set(key, {
        key,
        order,
        title: titleOf(order),
        action: actionOf(order),
        connectionLabel,
        account: `${connectionLabel} ${order.maskedNumber}`,
        state: source?.state ?? "fresh",
        source,
      });
    }
  }
  return [...rows.values()];
}

/** How far an order's state can be relied on. */
export function stateOfOrder(row: OrderRow): FigureState {
  return row.state;
}

/** The row's own key. */
export function keyOfOrder(row: OrderRow): string {
  return row.key;
}
