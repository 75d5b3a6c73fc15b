import type { PartialReply } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { accountsAsked } from "@/server/brokers/robinhood/accounts";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { contractChangesOf, listContractActions } from "@/server/brokers/robinhood/contract-changes";
import { dividendOf, listDividends } from "@/server/brokers/robinhood/dividends";
import { optionTradesOf, stockTradesOf } from "@/server/brokers/robinhood/fills";
import { readHeldSides } from "@/server/brokers/robinhood/held-side";
import { readInstruments } from "@/server/brokers/robinhood/instruments";
import { readContracts } from "@/server/brokers/robinhood/option-contracts";
import { eventWishOf, listOptionEvents, optionEventOf } from "@/server/brokers/robinhood/option-events";
import { legWishOf } from "@/server/brokers/robinhood/option-order";
import { allOrders, optionOrderList, stockOrderList } from "@/server/brokers/robinhood/order-lists";
import { missingIn, PartLog } from "@/server/brokers/robinhood/part-log";
import { listSplits, splitOf } from "@/server/brokers/robinhood/splits";
import type { AccountEvent } from "@/shared/schemas/activity";

/**
 * What happened in all open accounts, ever or since a time (protocol sheet 5.7 and 5.8): orders are asked for by
 * their last change, the other lists are read back some weeks further than `since` or whole. Events older than
 * `since` may come too. A part that fails may lack any of its events. Throws where no part could be read.
 */
export async function readActivity(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  since: Date | null,
): Promise<PartialReply<AccountEvent>> {
  const accounts = (await accountsAsked(ctx, session, undefined)).map((account) => account.account_number);
  if (accounts.length === 0) return { rows: [], failures: [] };
  const parts = new PartLog();
  const lists = await readLists(ctx, session, accounts, since);
  const stockOrders = parts.take("stock_orders", lists.stockOrders);
  const optionOrders = parts.take("option_orders", lists.optionOrders);
  const optionEvents = parts.take("option_events", lists.optionEvents);
  const dividends = parts.take("dividends", lists.dividends);
  const splits = parts
    .take("splits", lists.splits)
    .map((row) => ({ row, instrument: row.split.new_instrument_id }));
  const contractActions = parts.take("contract_changes", lists.contractActions);
  parts.demandOneOf([
    "stock_orders",
    "option_orders",
    "option_events",
    "dividends",
    "splits",
    "contract_changes",
  ]);

  const filled = optionOrders.flatMap((order) =>
    order.legs.filter((leg) => leg.executions.length > 0).map((leg) => legWishOf(order, leg)),
  );
  const read = { orders: optionOrders, events: optionEvents, since };
  const [instrumentOf, termsOf, heldSideOf] = await Promise.all([
    readInstruments(ctx, session, parts, [...stockOrders, ...dividends, ...splits]),
    readContracts(ctx, session, parts, [...filled, ...optionEvents.map(eventWishOf)]),
    readHeldSides(ctx, session, parts, accounts, read),
  ]);
  const rows: AccountEvent[] = [
    ...stockOrders.flatMap((order) => stockTradesOf(order, instrumentOf)),
    ...optionOrders.flatMap((order) => optionTradesOf(order, termsOf)),
    ...optionEvents.flatMap((row) => {
      const option = termsOf(eventWishOf(row));
      if (option === null) return [];
      const held = heldSideOf(row, option.right);
      if (held !== null) return [optionEventOf(row, option, held)];
      parts.note("option_events", missingIn("option_events", "the side of an expiration"));
      return [];
    }),
    ...dividends.flatMap((row) => withSymbol(instrumentOf(row), (symbol) => dividendOf(row, symbol))),
    ...splits.flatMap((split) => withSymbol(instrumentOf(split), (symbol) => splitOf(split.row, symbol))),
    ...contractActions.flatMap(contractChangesOf),
  ];
  return { rows, failures: parts.failures() };
}

async function readLists(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
  since: Date | null,
) {
  const [stockOrders, optionOrders, optionEvents, dividends, splits, contractActions] = await Promise.all([
    allOrders(ctx, session, accounts, stockOrderList, { since }),
    allOrders(ctx, session, accounts, optionOrderList, { since }),
    listOptionEvents(ctx, session, accounts, since),
    listDividends(ctx, session, accounts, since),
    listSplits(ctx, session, accounts),
    listContractActions(ctx, session, accounts),
  ]);
  return { stockOrders, optionOrders, optionEvents, dividends, splits, contractActions };
}

function withSymbol(
  instrument: { readonly symbol: string } | null,
  eventOf: (symbol: string) => AccountEvent,
): AccountEvent[] {
  return instrument === null ? [] : [eventOf(instrument.symbol)];
}
