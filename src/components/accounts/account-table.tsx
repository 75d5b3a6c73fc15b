"use client";

import { accountKindLabel } from "@/components/accounts/account-kind";
import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Money } from "@/components/ui/money";
import type { AccountSummaryView } from "@/shared/schemas/account";

type Account = AccountSummaryView["accounts"][number];

interface AccountTableProps {
  accounts: readonly Account[];
  label: string;
}

/** One row an account. The currency stands in the headers where all rows share it, else in a column. */
export function AccountTable({ accounts, label }: AccountTableProps) {
  if (accounts.length === 0) {
    return <p className="p-4 text-13 text-ink-soft">The broker reports no account for this login.</p>;
  }
  const currencies = new Set(accounts.map((account) => account.currency));
  const [only] = currencies.size === 1 ? [...currencies] : [];
  return (
    <DataTable
      caption={`Accounts of ${label}${only === undefined ? "" : `, amounts in ${only}`}`}
      columns={columnsFor(only)}
      rows={accounts}
      rowKey={(account) => account.maskedNumber}
    />
  );
}

function columnsFor(currency: string | undefined): DataColumn<Account>[] {
  const unit = currency === undefined ? "" : ` (${currency})`;
  const money = (key: string, header: string, value: (account: Account) => string | null, change = false) =>
    ({
      key,
      header,
      align: "end",
      render: (account) => <Money value={value(account)} change={change} currency={account.currency} />,
    }) satisfies DataColumn<Account>;
  return [
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
    ...(currency === undefined
      ? [{ key: "currency", header: "Currency", render: (account: Account) => account.currency }]
      : []),
    money("value", `Portfolio value${unit}`, (account) => account.portfolioValue),
    money("today", "Today", (account) => account.totalReturnToday, true),
    money("total", "Total return", (account) => account.totalReturnTotal, true),
    money("cash", "Cash", (account) => account.cash),
    money("power", "Buying power", (account) => account.buyingPower),
    {
      key: "trades",
      header: "Day trades left",
      align: "end",
      render: (account) => account.dayTradesRemaining ?? <Money value={null} />,
    },
    { key: "pdt", header: "Pattern day trader", align: "end", render: patternDayTrader },
  ];
}

function patternDayTrader({ patternDayTrader: marked }: Account) {
  if (marked === null) return <Money value={null} />;
  return marked ? <Badge tone="warn">Yes</Badge> : "No";
}
