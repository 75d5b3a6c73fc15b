"use client";

import { contractWords } from "@/components/positions/contract-words";
import { DataTable } from "@/components/ui/data-table";
import { Decimals } from "@/components/ui/decimals";
import { EmptyState } from "@/components/ui/empty-state";
import { BESIDE_WORDS } from "@/components/wheel/cycle-looks";
import type { BesideWheel } from "@/shared/schemas/wheel";

/** Options that belong to no wheel, and why. */
export function BesideTable({ options }: { options: readonly BesideWheel[] }) {
  if (options.length === 0) {
    return (
      <EmptyState title="Nothing is beside the wheel">
        Options that were bought, that are settled in cash or that are legs of a spread would stand here, with
        the reason.
      </EmptyState>
    );
  }
  return (
    <DataTable
      caption="Options beside the wheel"
      rows={options}
      rowKey={({ connectionId, accountId, option, reason }) =>
        [connectionId, accountId, option.contractId, reason].join(" ")
      }
      columns={[
        {
          key: "contract",
          header: "Contract",
          phone: "title",
          render: ({ option }) => <span className="font-medium">{contractWords(option)}</span>,
        },
        { key: "account", header: "Account", render: (held) => `${held.label} ${held.maskedNumber}` },
        {
          key: "quantity",
          header: "Contracts",
          align: "end",
          render: ({ quantity }) => <Decimals value={quantity} decimals={0} />,
        },
        { key: "reason", header: "Why", render: ({ reason }) => BESIDE_WORDS[reason] },
      ]}
    />
  );
}
