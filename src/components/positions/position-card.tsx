import { placesOf } from "@/components/positions/number-column";
import type { PositionRow } from "@/components/positions/position-row";
import type { GridCard } from "@/components/table/grid-column";
import { StateMark } from "@/components/table/state-mark";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";

/** A position in two lines: what it is and how much of it, what it is worth and what it gained. */
export function positionCard(row: PositionRow): GridCard {
  const { position } = row;
  const one = position.quantity === "1" || position.quantity === "-1";
  const unit = `${position.kind === "stock" ? "share" : "contract"}${one ? "" : "s"}`;
  return {
    title: row.title,
    subtitle: (
      <>
        <Decimals value={position.quantity} decimals={placesOf(position.quantity)} /> {unit} · {row.account}
      </>
    ),
    figure: <Money value={position.marketValue} />,
    subfigure:
      row.state === "fresh" ? <Money value={position.openProfit} change /> : <StateMark state={row.state} />,
  };
}
