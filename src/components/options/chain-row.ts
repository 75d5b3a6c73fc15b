import { partOf } from "@/components/accounts/part-words";
import type { FigureState } from "@/components/table/grid-column";
import type { OptionContract, OptionContractsView, PartProvenance } from "@/shared/schemas/trading";

/** A contract that can be traded, with where it comes from. */
export type ChainRow = OptionContract & {
  readonly state: FigureState;
  readonly connectionLabel: string;
  readonly holding: PartProvenance | undefined;
  readonly price: PartProvenance | undefined;
};

/** The contracts of a view as rows; one without a price has failed to be priced. */
export function chainRows(view: OptionContractsView, connectionLabel: string): ChainRow[] {
  const holding = partOf(view.parts, "contracts");
  const price = partOf(view.parts, "option_prices");
  return view.contracts.map((contract) => ({
    ...contract,
    connectionLabel,
    holding,
    price,
    state: contract.quote === null ? "failed" : (price?.state ?? "fresh"),
  }));
}

/** How far a contract's price can be relied on. */
export function stateOfContract(row: ChainRow): FigureState {
  return row.state;
}

/** The contract's own key. */
export function keyOfContract(row: ChainRow): string {
  return row.option.contractId;
}
