import type { Router } from "../../http/router";
import type { AccountBook } from "../portfolio/account-book";
import type { World } from "../world";
import { buyingPowerBreakdown, listAccounts, recentDayTrades, showAccount } from "./accounts";
import { listContractChanges, listSplitPayments, listSplits } from "./corporate-actions";
import { type DataHandler, limited, withToken } from "./data-access";
import { listDividends, listOptionEvents } from "./history";
import {
  listFundamentals,
  listInstruments,
  listQuotes,
  showFundamentals,
  showInstrument,
  showQuote,
} from "./instruments";
import {
  listChains,
  listOptionInstruments,
  listOptionMarketData,
  showChain,
  showOptionInstrument,
  showOptionMarketData,
} from "./option-contracts";
import { cancelOptionOrder, listOptionOrders, placeOptionOrder, showOptionOrder } from "./option-orders";
import { listAggregatePositions, listOptionPositions, showOptionPosition } from "./option-positions";
import { listPortfolios, listUnified, showLivePortfolio, showPortfolio, showUnified } from "./portfolios";
import { cancelStockOrder, listStockOrders, placeStockOrder, showStockOrder } from "./stock-orders";
import { listPositions, showPosition } from "./stock-positions";
import { listDevices, showUser } from "./user";

const quoteLimits = { symbols: 1220, ids: 1220, instruments: 1220 };

const reads: Record<string, DataHandler> = {
  "/user/": showUser,
  "/devices/": listDevices,
  "/accounts/": listAccounts,
  "/accounts/:account/": showAccount,
  "/accounts/:account/recent_day_trades/": recentDayTrades,
  "/accounts/:account/buying_power_breakdown": buyingPowerBreakdown,
  "/accounts/unified/": listUnified,
  "/accounts/:account/unified/": showUnified,
  "/portfolios/": listPortfolios,
  "/portfolios/:account/": showPortfolio,
  "/portfolio/account/:account/live": showLivePortfolio,
  "/positions/": listPositions,
  "/positions/:account/:instrument/": showPosition,
  "/instruments/": limited({ ids: 50 }, listInstruments),
  "/instruments/:instrument/": showInstrument,
  "/instruments/:instrument/splits/": listSplits,
  "/quotes/": limited(quoteLimits, listQuotes),
  "/quotes/:instrument/": showQuote,
  "/marketdata/quotes/": limited(quoteLimits, listQuotes),
  "/marketdata/quotes/:instrument/": showQuote,
  "/fundamentals/": limited({ symbols: 100, ids: 100 }, listFundamentals),
  "/fundamentals/:instrument/": showFundamentals,
  "/marketdata/options/": limited({ instruments: 50, ids: 100 }, listOptionMarketData),
  "/marketdata/options/:option/": showOptionMarketData,
  "/options/positions/": listOptionPositions,
  "/options/positions/:position/": showOptionPosition,
  "/options/aggregate_positions/": listAggregatePositions,
  "/options/instruments/": limited({ ids: 100 }, listOptionInstruments),
  "/options/instruments/:option/": showOptionInstrument,
  "/options/chains/": listChains,
  "/options/chains/:chain/": showChain,
  "/orders/": listStockOrders,
  "/orders/:order/": showStockOrder,
  "/options/orders/": listOptionOrders,
  "/options/orders/:order/": showOptionOrder,
  "/options/events/": listOptionEvents,
  "/options/corp_actions/": listContractChanges,
  "/corp_actions/v2/split_payments/": listSplitPayments,
  "/dividends/": listDividends,
};

const writes: Record<string, DataHandler> = {
  "/orders/": placeStockOrder,
  "/orders/:order/cancel/": cancelStockOrder,
  "/options/orders/": placeOptionOrder,
  "/options/orders/:order/cancel/": cancelOptionOrder,
};

/** The calls that need a token: reads take either, writes only the full one. */
export function addDataRoutes(router: Router, world: World, book: () => AccountBook): void {
  for (const [path, handle] of Object.entries(reads)) {
    router.add("GET", path, withToken(world, book, "read", handle));
  }
  for (const [path, handle] of Object.entries(writes)) {
    router.add("POST", path, withToken(world, book, "write", handle));
  }
}
