import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { quantityText, shareCountSchema } from "@/server/brokers/robinhood/decimal-reply";
import { type ListReading, pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import { startOfDay } from "@/server/brokers/robinhood/new-york-time";
import { accountNumberSchema, dayReplySchema, idSchema } from "@/server/brokers/robinhood/reply-fields";
import type { AccountEvent } from "@/shared/schemas/activity";

/** States of a corporate action that has not changed anything, or not yet. */
const unfinished = new Set(["pending", "preparing", "voided", "cancelled", "failed"]);

/** Whether a corporate action has taken place; which states there are is not recorded (protocol sheet 5.8). */
export function isDone(row: { readonly state: string }): boolean {
  return !unfinished.has(row.state);
}

const splitReplySchema = z.object({
  id: idSchema,
  account_number: accountNumberSchema,
  old_shares: shareCountSchema,
  new_shares: shareCountSchema,
  state: z.string().max(40),
  split: z.object({ effective_date: dayReplySchema, new_instrument_id: idSchema }),
});
export type SplitReply = z.infer<typeof splitReplySchema>;

/** What splits did to the shares of the accounts (protocol sheet 5.8). */
export async function listSplits(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
): Promise<ListReading<SplitReply>> {
  const route = "/corp_actions/v2/split_payments/";
  const path = pathWithQuery(route, { account_numbers: accounts });
  const { rows, error } = await readList(ctx, session, { step: "splits", route, path }, splitReplySchema);
  return { rows: rows.filter((row) => isDone(row) && accounts.includes(row.account_number)), error };
}

/** Dollars for fractions are not in the reply: `fractional_remainder` counts shares. */
export function splitOf(row: SplitReply, symbol: string): AccountEvent {
  return {
    kind: "split",
    eventId: row.id,
    accountNumber: row.account_number,
    at: startOfDay(row.split.effective_date),
    symbol,
    oldShares: quantityText(row.old_shares),
    newShares: quantityText(row.new_shares),
    cashInLieu: null,
  };
}
