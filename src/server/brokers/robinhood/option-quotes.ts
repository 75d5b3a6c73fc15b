import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { amountText, optionalDecimalSchema, quantityText } from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import type { PartLog } from "@/server/brokers/robinhood/part-log";
import { linkIdSchema, timeReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { OptionQuote } from "@/shared/schemas/trading";

const idsPerCall = 40;

const countSchema = z.number().int().nonnegative().nullish();

/** An unknown contract is a null in its place (protocol sheet 5.6). */
const marketDataSchema = z
  .object({
    instrument: linkIdSchema,
    adjusted_mark_price: optionalDecimalSchema,
    mark_price: optionalDecimalSchema,
    bid_price: optionalDecimalSchema,
    ask_price: optionalDecimalSchema,
    previous_close_price: optionalDecimalSchema,
    updated_at: timeReplySchema.nullish(),
    delta: optionalDecimalSchema,
    gamma: optionalDecimalSchema,
    theta: optionalDecimalSchema,
    vega: optionalDecimalSchema,
    implied_volatility: optionalDecimalSchema,
    open_interest: countSchema,
    volume: countSchema,
  })
  .nullable();

/** Prices of option contracts by id, per share. */
export async function readOptionQuotes(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  contractIds: Iterable<string>,
): Promise<ReadonlyMap<string, OptionQuote>> {
  const readOf = (ids: readonly string[]) => ({
    step: "option_quotes",
    route: "/marketdata/options/",
    path: pathWithQuery("/marketdata/options/", { ids }),
  });
  const reading = await readInChunks(
    ctx,
    session,
    contractIds,
    { size: idsPerCall, readOf },
    marketDataSchema,
  );
  const quotes = new Map<string, OptionQuote>();
  for (const reply of parts.take("option_prices", reading)) {
    if (reply === null) continue;
    quotes.set(reply.instrument, {
      price: amountText(reply.adjusted_mark_price ?? reply.mark_price),
      bid: amountText(reply.bid_price),
      ask: amountText(reply.ask_price),
      previousClose: amountText(reply.previous_close_price),
      quotedAt: reply.updated_at ?? null,
      delta: quantityText(reply.delta),
      gamma: quantityText(reply.gamma),
      theta: quantityText(reply.theta),
      vega: quantityText(reply.vega),
      impliedVolatility: quantityText(reply.implied_volatility),
      openInterest: reply.open_interest ?? null,
      volume: reply.volume ?? null,
    });
  }
  return quotes;
}
