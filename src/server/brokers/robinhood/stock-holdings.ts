import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  amountText,
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
} from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import type { PartLog } from "@/server/brokers/robinhood/part-log";
import { linkIdSchema, symbolReplySchema, timeReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { Quote, StockPosition } from "@/shared/schemas/trading";

const holdingReplySchema = z.object({
  account: linkIdSchema,
  instrument: linkIdSchema,
  symbol: symbolReplySchema.nullish(),
  type: z.enum(["long", "short"]).nullish(),
  quantity: decimalReplySchema,
  average_buy_price: optionalDecimalSchema,
  clearing_average_cost: optionalDecimalSchema,
  shares_held_for_options_collateral: optionalDecimalSchema,
  created_at: timeReplySchema.nullish(),
});
type StockHoldingReply = z.infer<typeof holdingReplySchema>;

/** What is held of shares in each of the accounts (protocol sheet 5.3); closed ones are left out. */
export async function listStockHoldings(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  accountNumbers: readonly string[],
): Promise<StockHoldingReply[]> {
  const readings = await Promise.all(
    accountNumbers.map(async (accountNumber) => {
      const path = pathWithQuery("/positions/", { nonzero: "true", account_number: accountNumber });
      const read = { step: "stock_holdings", route: "/positions/", path };
      const reading = await readList(ctx, session, read, holdingReplySchema);
      // Another account's row would come twice: a broker that does not know the filter gives the same list to all.
      return { ...reading, rows: reading.rows.filter((row) => row.account === accountNumber) };
    }),
  );
  return readings
    .flatMap((reading) => parts.take("stock_holdings", reading))
    .filter((row) => !row.quantity.isZero());
}

export function stockPositionOf(
  row: StockHoldingReply,
  instrument: { readonly symbol: string; readonly name: string | null },
  quotes: ReadonlyMap<string, Quote>,
): StockPosition {
  return {
    kind: "stock",
    accountNumber: row.account,
    symbol: instrument.symbol,
    name: instrument.name,
    quantity: quantityText(row.type === "short" ? row.quantity.abs().neg() : row.quantity),
    averagePrice: amountText(averageCost(row)?.abs() ?? null),
    openedAt: row.created_at ?? null,
    sharesHeldForCalls: quantityText(row.shares_held_for_options_collateral),
    quote: quotes.get(instrument.symbol) ?? null,
  };
}

/** The buy price is zero for some settled holdings, which the clearing's cost is not (protocol sheet 5.3). */
function averageCost(row: StockHoldingReply): Decimal | null {
  const costs = [row.average_buy_price, row.clearing_average_cost];
  return costs.find((cost) => cost !== null && !cost.isZero()) ?? null;
}
