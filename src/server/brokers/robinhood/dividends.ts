import { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  amountText,
  decimalReplySchema,
  optionalDecimalSchema,
  quantityText,
} from "@/server/brokers/robinhood/decimal-reply";
import { type ListReading, pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import { endOfTrading } from "@/server/brokers/robinhood/new-york-time";
import {
  dayReplySchema,
  idSchema,
  linkIdSchema,
  timeReplySchema,
} from "@/server/brokers/robinhood/reply-fields";
import type { AccountEvent } from "@/shared/schemas/activity";

/** A dividend is announced weeks before it is paid, and its row changes then. */
const lookBackMs = 120 * 86_400_000;

/** A dividend (protocol sheet 5.8). A `reinvested` one is paid: the shares it bought are a trade of their own. */
const dividendReplySchema = z.object({
  id: idSchema,
  account: linkIdSchema,
  instrument: linkIdSchema,
  amount: decimalReplySchema,
  gross_amount: optionalDecimalSchema,
  withholding: optionalDecimalSchema,
  nra_withholding: optionalDecimalSchema,
  fee: optionalDecimalSchema,
  position: optionalDecimalSchema,
  ex_dividend_date: dayReplySchema.nullish(),
  payable_date: dayReplySchema,
  paid_at: timeReplySchema.nullish(),
  state: z.string().max(40),
});
export type DividendReply = z.infer<typeof dividendReplySchema>;

/** The accounts' dividends, newest first, but for those that were taken back. */
export async function listDividends(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
  since: Date | null,
): Promise<ListReading<DividendReply>> {
  const path = pathWithQuery("/dividends/", { account_numbers: accounts });
  const read = { step: "dividends", route: "/dividends/", path };
  const isPast = (row: DividendReply) =>
    since !== null && Date.parse(row.payable_date) + lookBackMs < since.getTime();
  const { rows, error } = await readList(ctx, session, read, dividendReplySchema, { isPast });
  return { rows: rows.filter((row) => row.state !== "voided" && accounts.includes(row.account)), error };
}

export function dividendOf(row: DividendReply, symbol: string): AccountEvent {
  return {
    kind: "dividend",
    eventId: row.id,
    accountNumber: row.account,
    at: row.paid_at ?? endOfTrading(row.payable_date),
    symbol,
    amount: amountText(netOf(row)),
    sharesHeld: quantityText(row.position),
    exDate: row.ex_dividend_date ?? null,
    payDate: row.payable_date,
    paid: row.state === "paid" || row.state === "reinvested" || Boolean(row.paid_at),
  };
}

/** Whether `amount` is before or after what is withheld is not recorded; what is received is the smaller one. */
function netOf(row: DividendReply): Decimal {
  const withheld = Decimal.max(row.withholding ?? 0, row.nra_withholding ?? 0).plus(row.fee ?? 0);
  return Decimal.min(row.amount, (row.gross_amount ?? row.amount).minus(withheld));
}
