"use client";

import { accountKindLabel } from "@/components/accounts/account-kind";
import { DataTable } from "@/components/ui/data-table";
import type { ConnectionView } from "@/shared/schemas/connection";

type KnownAccount = ConnectionView["accounts"][number];

const FIGURES = ["Portfolio value", "Today", "Total return", "Cash", "Buying power"] as const;

interface UnreadTableProps {
  accounts: readonly KnownAccount[];
  label: string;
}

/** The accounts that are known to be there, with a dash for every figure that could not be read. */
export function UnreadTable({ accounts, label }: UnreadTableProps) {
  if (accounts.length === 0) return null;
  return (
    <DataTable
      caption={`Accounts of ${label}; their figures could not be read`}
      rows={accounts}
      rowKey={(account) => account.maskedNumber}
      columns={[
        {
          key: "account",
          header: "Account",
          phone: "title",
          render: (account) => (
            <span className="whitespace-nowrap">
              <span className="font-medium">{account.maskedNumber}</span>{" "}
              <span className="font-normal text-ink-soft">{accountKindLabel(account.kind)}</span>
            </span>
          ),
        },
        ...FIGURES.map((header) => ({ key: header, header, align: "end" as const, render: unread })),
      ]}
    />
  );
}

function unread() {
  return (
    <span className="text-ink-soft">
      <span aria-hidden>—</span>
      <span className="sr-only">could not be read</span>
    </span>
  );
}
