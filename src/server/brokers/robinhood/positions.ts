import type { PartialReply, PositionFilter } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { accountsAsked } from "@/server/brokers/robinhood/accounts";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { readInstruments } from "@/server/brokers/robinhood/instruments";
import { readContracts } from "@/server/brokers/robinhood/option-contracts";
import {
  contractWishOf,
  listOptionHoldings,
  optionPositionOf,
} from "@/server/brokers/robinhood/option-holdings";
import { readOptionQuotes } from "@/server/brokers/robinhood/option-quotes";
import { plainSymbol } from "@/server/brokers/robinhood/option-terms";
import { PartLog } from "@/server/brokers/robinhood/part-log";
import { listStockHoldings, stockPositionOf } from "@/server/brokers/robinhood/stock-holdings";
import { readStockQuotes } from "@/server/brokers/robinhood/stock-quotes";
import type { Position } from "@/shared/schemas/trading";

/**
 * The holdings of the accounts with their prices: the holdings of each account, then everything about them by
 * list and side by side (protocol sheet 5.3 to 5.6). Throws where no holdings could be read at all.
 */
export async function readPositions(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  filter: PositionFilter,
): Promise<PartialReply<Position>> {
  const parts = new PartLog();
  const accounts = (await accountsAsked(ctx, session, filter.accountNumber)).map(
    (account) => account.account_number,
  );
  const [allStocks, allOptions] = await Promise.all([
    listStockHoldings(ctx, session, parts, accounts),
    filter.includeOptions ? listOptionHoldings(ctx, session, parts, accounts) : [],
  ]);
  parts.demandOneOf(filter.includeOptions ? ["stock_holdings", "option_holdings"] : ["stock_holdings"]);

  const isWanted = symbolFilter(filter.symbols);
  const options = allOptions.filter((row) => isWanted(plainSymbol(row.chain_symbol)));
  const instrumentOf = await readInstruments(ctx, session, parts, allStocks);
  const stocks = allStocks.flatMap((row) => {
    const instrument = instrumentOf(row);
    return instrument !== null && isWanted(instrument.symbol) ? [{ row, instrument }] : [];
  });
  const symbols = [
    ...stocks.map(({ instrument }) => instrument.symbol),
    ...options.map((row) => plainSymbol(row.chain_symbol)),
  ];
  const [quotes, optionQuotes, termsOf] = await Promise.all([
    readStockQuotes(ctx, session, parts, symbols),
    readOptionQuotes(
      ctx,
      session,
      parts,
      options.map((row) => row.option),
    ),
    readContracts(ctx, session, parts, options.map(contractWishOf)),
  ]);
  const rows: Position[] = [
    ...stocks.map(({ row, instrument }) => stockPositionOf(row, instrument, quotes)),
    ...options.map((row) => optionPositionOf(row, termsOf(contractWishOf(row)), optionQuotes, quotes)),
  ];
  return { rows, failures: parts.failures() };
}

function symbolFilter(symbols: readonly string[] | undefined): (symbol: string) => boolean {
  if (symbols === undefined) return () => true;
  const wanted = new Set(symbols.map((symbol) => symbol.toUpperCase()));
  return (symbol) => wanted.has(symbol.toUpperCase());
}
