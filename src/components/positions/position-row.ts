import { partOf, worstState } from "@/components/accounts/part-words";
import { contractWords } from "@/components/positions/contract-words";
import type { FigureState } from "@/components/table/grid-column";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { PartProvenance, PositionsView, PositionView } from "@/shared/schemas/trading";

/** A position among those of all connections, with where its figures come from. */
export type PositionRow = {
  readonly key: string;
  readonly position: PositionView;
  /** The contract or the symbol. */
  readonly title: string;
  readonly connectionLabel: string;
  /** Connection and masked number. */
  readonly account: string;
  readonly state: FigureState;
  readonly holding: PartProvenance | undefined;
  readonly price: PartProvenance | undefined;
};

/** What a position is called. */
export function positionTitle(position: PositionView): string {
  if (position.kind === "stock") return position.symbol;
  return position.option === null ? `${position.symbol}, unknown contract` : contractWords(position.option);
}

/** The positions of all views in one list. A row is as good as the worst of what it is made of. */
export function positionRows(
  views: readonly PositionsView[],
  connections: readonly Pick<ConnectionView, "id" | "label">[],
): PositionRow[] {
  const labels = new Map(connections.map(({ id, label }) => [id, label]));
  return views.flatMap(({ connectionId, parts, positions }) =>
    positions.map((position) => {
      const isOption = position.kind === "option";
      const holding = partOf(parts, isOption ? "option_holdings" : "stock_holdings");
      const price = partOf(parts, isOption ? "option_prices" : "stock_prices");
      const what = isOption ? position.contractId : position.symbol;
      const side = position.quantity.startsWith("-") ? "short" : "long";
      const connectionLabel = labels.get(connectionId) ?? "";
      return {
        key: [connectionId, position.accountId, position.kind, what, side].join(":"),
        position,
        title: positionTitle(position),
        connectionLabel,
        account: `${connectionLabel} ${position.maskedNumber}`,
        state: worstState([holding?.state ?? "fresh", position.priceState]),
        holding,
        price,
      };
    }),
  );
}

/** How far a row can be relied on. */
export function stateOfPosition(row: PositionRow): FigureState {
  return row.state;
}

/** The row's own key. */
export function keyOfPosition(row: PositionRow): string {
  return row.key;
}
