import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { request } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { optionalDecimalSchema } from "@/server/brokers/robinhood/decimal-reply";
import { readList } from "@/server/brokers/robinhood/list-reading";
import { readCall } from "@/server/brokers/robinhood/read-call";

const maxPages = 20;

/** Every kind of account, as the web front end asks for them (protocol sheet 5.2). */
const allAccounts =
  "default_to_all_accounts=true&include_managed=true&include_multiple_individual=true&is_default=false";

const balancesSchema = z.object({
  is_pdt_forever: z.boolean().nullish(),
  marked_pattern_day_trader_date: z.string().max(40).nullish(),
  pattern_day_trader_expiry_date: z.string().max(40).nullish(),
});

/** An account; a key may be missing or null on some kinds (protocol sheet 5.2). */
const accountReplySchema = z.object({
  account_number: z.string().min(1).max(64),
  type: z.string().max(60).nullish(),
  brokerage_account_type: z.string().max(60).nullish(),
  deactivated: z.boolean().nullish(),
  user_id: z.string().min(1).max(64).nullish(),
  buying_power: optionalDecimalSchema,
  cash: optionalDecimalSchema,
  portfolio_cash: optionalDecimalSchema,
  cash_balances: balancesSchema.nullish(),
  margin_balances: balancesSchema.nullish(),
});
export type AccountReply = z.infer<typeof accountReplySchema>;

/** All accounts of the login, all pages. A link that leaves the broker's hosts is refused by the client. */
export async function listAccounts(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
): Promise<AccountReply[]> {
  const read = { step: "accounts", path: `/accounts/?${allAccounts}`, route: "/accounts/" };
  const { rows, error } = await readList(ctx, session, read, accountReplySchema, { maxPages });
  if (error !== null) throw error;
  return rows;
}

/**
 * The accounts that a read is about: the one asked for, which may be one that lists leave out, else every open
 * one. Throws API_RESOURCE_NOT_FOUND where the one asked for is not the person's.
 */
export async function accountsAsked(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accountNumber: string | undefined,
): Promise<AccountReply[]> {
  if (accountNumber !== undefined) return [await readAccount(ctx, session, accountNumber)];
  return (await listAccounts(ctx, session)).filter((account) => account.deactivated !== true);
}

/** One account by its number. Throws API_RESOURCE_NOT_FOUND where it is not the person's. */
function readAccount(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accountNumber: string,
): Promise<AccountReply> {
  const path = `/accounts/${encodeURIComponent(accountNumber)}/`;
  const call = readCall(ctx, session, { step: "account", path, route: "/accounts/:account/" });
  return request(ctx, call, accountReplySchema);
}
