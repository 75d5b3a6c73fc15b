import { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
  quotientText,
} from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import type { ContractWish } from "@/server/brokers/robinhood/option-contracts";
import { plainSymbol } from "@/server/brokers/robinhood/option-terms";
import type { PartLog } from "@/server/brokers/robinhood/part-log";
import {
  idSchema,
  linkIdSchema,
  symbolReplySchema,
  timeReplySchema,
} from "@/server/brokers/robinhood/reply-fields";
import type { OptionPosition, OptionQuote, OptionTerms, Quote } from "@/shared/schemas/trading";

const pendingShape = {
  pending_expired_quantity: optionalDecimalSchema,
  pending_expiration_quantity: optionalDecimalSchema,
  pending_exercise_quantity: optionalDecimalSchema,
  pending_assignment_quantity: optionalDecimalSchema,
};
const holdingReplySchema = z.object({
  account: linkIdSchema,
  option: linkIdSchema,
  chain_id: idSchema,
  chain_symbol: symbolReplySchema,
  type: z.enum(["long", "short"]),
  quantity: decimalReplySchema,
  average_price: optionalDecimalSchema,
  trade_value_multiplier: optionalDecimalSchema,
  ...pendingShape,
  opened_at: timeReplySchema.nullish(),
  created_at: timeReplySchema.nullish(),
});
type OptionHoldingReply = z.infer<typeof holdingReplySchema>;

/** What is held of options in each of the accounts (protocol sheet 5.5); closed ones are left out. */
export async function listOptionHoldings(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  accountNumbers: readonly string[],
): Promise<OptionHoldingReply[]> {
  const readings = await Promise.all(
    accountNumbers.map(async (accountNumber) => {
      const path = pathWithQuery("/options/positions/", { nonzero: "True", account_numbers: accountNumber });
      const read = { step: "option_holdings", route: "/options/positions/", path };
      const reading = await readList(ctx, session, read, holdingReplySchema);
      return { ...reading, rows: reading.rows.filter((row) => row.account === accountNumber) };
    }),
  );
  return readings
    .flatMap((reading) => parts.take("option_holdings", reading))
    .filter((row) => !row.quantity.isZero());
}

export function contractWishOf(row: OptionHoldingReply): ContractWish {
  return { contractId: row.option, chainId: row.chain_id, multiplier: row.trade_value_multiplier };
}

/** `average_price` is dollars of one contract, and negative for a short one; quantities have no sign. */
export function optionPositionOf(
  row: OptionHoldingReply,
  option: OptionTerms | null,
  optionQuotes: ReadonlyMap<string, OptionQuote>,
  quotes: ReadonlyMap<string, Quote>,
): OptionPosition {
  const multiplier = row.trade_value_multiplier ?? (option === null ? null : new Decimal(option.multiplier));
  const quantity = row.quantity.abs();
  const symbol = option?.underlying ?? plainSymbol(row.chain_symbol);
  return {
    kind: "option",
    accountNumber: row.account,
    symbol,
    contractId: row.option,
    option,
    quantity: quantityText(row.type === "short" ? quantity.neg() : quantity),
    averagePrice:
      row.average_price === null || multiplier === null || multiplier.isZero()
        ? null
        : quotientText(row.average_price.abs(), multiplier),
    openedAt: row.opened_at ?? row.created_at ?? null,
    quote: optionQuotes.get(row.option) ?? null,
    underlyingQuote: quotes.get(symbol) ?? null,
    pendingQuantity: pendingOf(row),
  };
}

/** Both names of what expires were seen; they mean the same contracts. Null where the broker says nothing. */
function pendingOf(row: OptionHoldingReply): string | null {
  const expiring = [row.pending_expired_quantity, row.pending_expiration_quantity].filter(isGiven);
  const others = [row.pending_exercise_quantity, row.pending_assignment_quantity].filter(isGiven);
  if (expiring.length + others.length === 0) return null;
  return quantityText(Decimal.sum(0, ...others).plus(Decimal.max(0, ...expiring)));
}

function isGiven(quantity: Decimal | null): quantity is Decimal {
  return quantity !== null;
}
