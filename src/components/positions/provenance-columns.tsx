import type { FigureState, GridColumn } from "@/components/table/grid-column";
import { StateMark } from "@/components/table/state-mark";
import { RelativeTime } from "@/components/ui/relative-time";
import { FRESHNESS_LOOKS } from "@/components/ui/status-badge";
import type { PartProvenance } from "@/shared/schemas/trading";

interface Provenanced {
  readonly state: FigureState;
  readonly connectionLabel: string;
  readonly holding: PartProvenance | undefined;
  readonly price: PartProvenance | undefined;
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  fresh: FRESHNESS_LOOKS.fresh.word,
  stale: FRESHNESS_LOOKS.stale.word,
  failed: FRESHNESS_LOOKS.failed.word,
};

/** How far a row can be relied on; in the export also where its figures come from and how old they are. */
export function provenanceColumns<TRow extends Provenanced>(): GridColumn<TRow>[] {
  const hidden = { sorts: "text", widthPx: 160, exportOnly: true } as const;
  const time = (at: string | null | undefined) => (at == null ? "—" : <RelativeTime at={at} />);
  return [
    {
      id: "state",
      header: "State",
      sorts: "text",
      widthPx: 84,
      facet: true,
      groups: true,
      value: (row) => row.state,
      label: (value) => STATE_WORDS[value] ?? value,
      cell: (row) => <StateMark state={row.state} />,
    },
    {
      ...hidden,
      id: "connection",
      header: "Connection",
      value: (row) => row.connectionLabel,
      cell: (row) => row.connectionLabel,
    },
    {
      ...hidden,
      id: "source",
      header: "Source",
      value: (row) => row.holding?.source ?? row.price?.source ?? null,
      cell: (row) => row.holding?.source ?? row.price?.source ?? "—",
    },
    {
      ...hidden,
      id: "holding-state",
      header: "Quantity state",
      value: (row) => row.holding?.state ?? null,
      cell: (row) => (row.holding === undefined ? "—" : <StateMark state={row.holding.state} />),
    },
    {
      ...hidden,
      id: "holding-at",
      header: "Quantity as of",
      value: (row) => row.holding?.asOf ?? null,
      cell: (row) => time(row.holding?.asOf),
    },
    {
      ...hidden,
      id: "price-state",
      header: "Price state",
      value: (row) => row.price?.state ?? null,
      cell: (row) => (row.price === undefined ? "—" : <StateMark state={row.price.state} />),
    },
    {
      ...hidden,
      id: "price-at",
      header: "Price as of",
      value: (row) => row.price?.asOf ?? null,
      cell: (row) => time(row.price?.asOf),
    },
  ];
}
