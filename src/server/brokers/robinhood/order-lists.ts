import type { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  type ListPage,
  type ListReading,
  pathWithQuery,
  readList,
  readPage,
} from "@/server/brokers/robinhood/list-reading";
import { type OptionOrderReply, optionOrderReplySchema } from "@/server/brokers/robinhood/option-order";
import { type StockOrderReply, stockOrderReplySchema } from "@/server/brokers/robinhood/stock-order";

/** One of the two lists of orders, and how to know whose an order is. */
interface OrderList<Row> {
  readonly step: string;
  readonly path: string;
  readonly schema: z.ZodType<Row>;
  readonly accountOf: (row: Row) => string;
}

export const stockOrderList: OrderList<StockOrderReply> = {
  step: "stock_orders",
  path: "/orders/",
  schema: stockOrderReplySchema,
  accountOf: (row) => row.account,
};

export const optionOrderList: OrderList<OptionOrderReply> = {
  step: "option_orders",
  path: "/options/orders/",
  schema: optionOrderReplySchema,
  accountOf: (row) => row.account_number,
};

/** Reads pages of the accounts' orders by the broker's own cursor. */
export function pageOfOrders<Row>(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
  list: OrderList<Row>,
): (cursor: string | null) => Promise<ListPage<Row>> {
  return async (cursor) => {
    const path = pathWithQuery(list.path, { account_numbers: accounts, cursor: cursor ?? undefined });
    const page = await readPage(ctx, session, { step: list.step, route: list.path, path }, list.schema);
    return { ...page, rows: page.rows.filter((row) => accounts.includes(list.accountOf(row))) };
  };
}

/** All of the accounts' orders, or those that changed since a time, or those of some option chains. */
export async function allOrders<Row>(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
  list: OrderList<Row>,
  narrow: { readonly since?: Date | null; readonly chainIds?: readonly string[] },
): Promise<ListReading<Row>> {
  const path = pathWithQuery(list.path, {
    account_numbers: accounts,
    "updated_at[gte]": narrow.since?.toISOString(),
    chain_ids: narrow.chainIds,
  });
  const reading = await readList(ctx, session, { step: list.step, route: list.path, path }, list.schema);
  return { ...reading, rows: reading.rows.filter((row) => accounts.includes(list.accountOf(row))) };
}
