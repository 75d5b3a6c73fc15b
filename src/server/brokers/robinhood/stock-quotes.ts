import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { amountText, optionalDecimalSchema } from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import type { PartLog } from "@/server/brokers/robinhood/part-log";
import { symbolReplySchema, timeReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { Quote } from "@/shared/schemas/trading";

/** Far below the 1 220 that fit (protocol sheet 5.4), so that an address stays short. */
const symbolsPerCall = 200;

/** An unknown symbol is a null in its place. */
const quoteReplySchema = z
  .object({
    symbol: symbolReplySchema,
    last_trade_price: optionalDecimalSchema,
    last_extended_hours_trade_price: optionalDecimalSchema,
    bid_price: optionalDecimalSchema,
    ask_price: optionalDecimalSchema,
    previous_close: optionalDecimalSchema,
    adjusted_previous_close: optionalDecimalSchema,
    updated_at: timeReplySchema.nullish(),
  })
  .nullable();

/** Prices of shares by symbol. A trade of the extended hours goes first, as it does in the account's value. */
export async function readStockQuotes(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  symbols: Iterable<string>,
): Promise<ReadonlyMap<string, Quote>> {
  const readOf = (some: readonly string[]) => ({
    step: "quotes",
    route: "/quotes/",
    path: pathWithQuery("/quotes/", { symbols: some }),
  });
  const reading = await readInChunks(
    ctx,
    session,
    symbols,
    { size: symbolsPerCall, readOf },
    quoteReplySchema,
  );
  const quotes = new Map<string, Quote>();
  for (const reply of parts.take("stock_prices", reading)) {
    if (reply === null) continue;
    quotes.set(reply.symbol, {
      price: amountText(reply.last_extended_hours_trade_price ?? reply.last_trade_price),
      bid: amountText(reply.bid_price),
      ask: amountText(reply.ask_price),
      previousClose: amountText(reply.adjusted_previous_close ?? reply.previous_close),
      quotedAt: reply.updated_at ?? null,
    });
  }
  return quotes;
}
