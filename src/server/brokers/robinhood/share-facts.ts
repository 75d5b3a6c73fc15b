import { z } from "zod";
import type { PartialReply, ShareFacts } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { amountText, optionalDecimalSchema } from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import { PartLog } from "@/server/brokers/robinhood/part-log";
import { dayReplySchema, symbolReplySchema } from "@/server/brokers/robinhood/reply-fields";
import { readStockQuotes } from "@/server/brokers/robinhood/stock-quotes";

/** What the broker takes at most (protocol sheet 5.4). */
const symbolsPerCall = 100;

/** The ex-dividend keys are not in every recording (protocol sheet 5.8); an unknown symbol is a null. */
const fundamentalsSchema = z
  .object({
    symbol: symbolReplySchema,
    ex_dividend_date: dayReplySchema.nullish(),
    dividend_per_share: optionalDecimalSchema,
  })
  .nullable();

/** Prices and ex-dividend days of shares by symbol. Throws where neither could be read. */
export async function readShareFacts(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  symbols: readonly string[],
): Promise<PartialReply<ShareFacts>> {
  const parts = new PartLog();
  const wanted = [...new Set(symbols.map((symbol) => symbol.toUpperCase()))];
  const readOf = (some: readonly string[]) => ({
    step: "fundamentals",
    route: "/fundamentals/",
    path: pathWithQuery("/fundamentals/", { symbols: some }),
  });
  const [quotes, reading] = await Promise.all([
    readStockQuotes(ctx, session, parts, wanted),
    readInChunks(ctx, session, wanted, { size: symbolsPerCall, readOf }, fundamentalsSchema),
  ]);
  const fundamentals = new Map(
    parts.take("dividend_dates", reading).flatMap((reply) => (reply === null ? [] : [[reply.symbol, reply]])),
  );
  parts.demandOneOf(["stock_prices", "dividend_dates"]);
  const rows = wanted.flatMap((symbol): ShareFacts[] => {
    const quote = quotes.get(symbol) ?? null;
    const known = fundamentals.get(symbol);
    if (quote === null && known === undefined) return [];
    return [
      {
        symbol,
        name: null,
        quote,
        exDividendDay: known?.ex_dividend_date ?? null,
        dividendPerShare: amountText(known?.dividend_per_share ?? null),
      },
    ];
  });
  return { rows, failures: parts.failures() };
}
