import type { OrderFilter, OrderPage } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { accountsAsked } from "@/server/brokers/robinhood/accounts";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { readInstruments } from "@/server/brokers/robinhood/instruments";
import { readContracts } from "@/server/brokers/robinhood/option-contracts";
import { legWishOf, type OptionOrderReply, optionOrderOf } from "@/server/brokers/robinhood/option-order";
import { decodeOrderCursor, encodeOrderCursor } from "@/server/brokers/robinhood/order-cursor";
import { optionOrderList, pageOfOrders, stockOrderList } from "@/server/brokers/robinhood/order-lists";
import { OrderSource } from "@/server/brokers/robinhood/order-source";
import { PartLog } from "@/server/brokers/robinhood/part-log";
import { type StockOrderReply, stockOrderOf } from "@/server/brokers/robinhood/stock-order";
import type { Order } from "@/shared/schemas/trading";

type TakenOrder =
  | { readonly kind: "stock"; readonly reply: StockOrderReply }
  | { readonly kind: "option"; readonly reply: OptionOrderReply };

/**
 * Stock and option orders of the accounts in one list, newest first (protocol sheet 5.7). A page can have fewer
 * than `limit` orders, or none, and yet another behind it. A list that fails is told in `failures` and tried again
 * by the next page. Throws API_INVALID_REQUEST for a cursor that makes no sense, and where no list can be read.
 */
export async function readOrders(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  filter: OrderFilter,
): Promise<OrderPage> {
  const start = decodeOrderCursor(filter.cursor);
  const accounts = (await accountsAsked(ctx, session, filter.accountNumber)).map(
    (account) => account.account_number,
  );
  if (accounts.length === 0) return { rows: [], failures: [], nextCursor: null };
  const stock = new OrderSource(start.stock, pageOfOrders(ctx, session, accounts, stockOrderList));
  const option = new OrderSource(start.option, pageOfOrders(ctx, session, accounts, optionOrderList));

  const taken = await takeNewest(stock, option, filter);
  const parts = new PartLog();
  if (start.stock !== null) parts.take("stock_orders", stock.reading);
  if (start.option !== null) parts.take("option_orders", option.reading);
  parts.demandOneOf([
    ...(start.stock === null ? [] : (["stock_orders"] as const)),
    ...(start.option === null ? [] : (["option_orders"] as const)),
  ]);
  return {
    rows: await describeOrders(ctx, session, parts, taken),
    failures: parts.failures(),
    nextCursor: encodeOrderCursor({ stock: stock.place, option: option.place }),
  };
}

async function takeNewest(
  stock: OrderSource<StockOrderReply>,
  option: OrderSource<OptionOrderReply>,
  filter: OrderFilter,
): Promise<TakenOrder[]> {
  const taken: TakenOrder[] = [];
  const isAsked = (reply: { readonly state: Order["status"] }) =>
    filter.status === undefined || reply.state === filter.status;
  while (taken.length < filter.limit) {
    const [share, contract] = await Promise.all([stock.peek(), option.peek()]);
    // What a paused list has next may be newer than what the other one has.
    if (stock.isPaused || option.isPaused) break;
    if (share !== null && (contract === null || share.created_at >= contract.created_at)) {
      stock.take(share);
      if (isAsked(share)) taken.push({ kind: "stock", reply: share });
    } else if (contract !== null) {
      option.take(contract);
      if (isAsked(contract)) taken.push({ kind: "option", reply: contract });
    } else {
      break;
    }
  }
  return taken;
}

async function describeOrders(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  taken: readonly TakenOrder[],
): Promise<Order[]> {
  const wishes = taken.flatMap((order) =>
    order.kind === "option" ? order.reply.legs.map((leg) => legWishOf(order.reply, leg)) : [],
  );
  const stocks = taken.flatMap((order) => (order.kind === "stock" ? [order.reply] : []));
  const [termsOf, instrumentOf] = await Promise.all([
    readContracts(ctx, session, parts, wishes),
    readInstruments(ctx, session, parts, stocks),
  ]);
  return taken.flatMap((order) => {
    if (order.kind === "option") return [optionOrderOf(order.reply, termsOf)];
    const instrument = instrumentOf(order.reply);
    return instrument === null ? [] : [stockOrderOf(order.reply, instrument.symbol)];
  });
}
