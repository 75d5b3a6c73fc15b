import type { ChainRow } from "@/components/options/chain-row";
import { quoteColumns, termColumns } from "@/components/options/contract-columns";
import { contractWords } from "@/components/positions/contract-words";
import { provenanceColumns } from "@/components/positions/provenance-columns";
import type { GridColumn } from "@/components/table/grid-column";

const contract = {
  option: (row: ChainRow) => row.option,
  quote: (row: ChainRow) => row.quote,
  sharePrice: () => null,
};

/** The columns of the contracts that can be traded. Prices are per share. */
export const CHAIN_COLUMNS: readonly GridColumn<ChainRow>[] = [
  {
    id: "contract",
    header: "Contract",
    sorts: "text",
    widthPx: 232,
    value: (row) => contractWords(row.option),
    cell: (row) => <span className="font-medium">{contractWords(row.option)}</span>,
  },
  ...termColumns<ChainRow>(contract).filter(({ id }) => id !== "distance"),
  ...quoteColumns<ChainRow>(contract).map((column) =>
    column.id === "openInterest" || column.id === "volume" ? { ...column, hiddenAtFirst: false } : column,
  ),
  ...provenanceColumns<ChainRow>(),
];
