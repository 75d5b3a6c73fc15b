import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { type RobinhoodCall, request } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { optionalDecimalSchema } from "@/server/brokers/robinhood/decimal-reply";
import { unexpectedReply } from "@/server/brokers/robinhood/error-mapping";
import type { Secret } from "@/shared/secret";

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
export const accountReplySchema = z.object({
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

const pageSchema = z.object({
  results: z.array(accountReplySchema).max(1000),
  next: z.string().max(4096).nullish(),
});

/** The token that reads: the read-only one where the broker gave one. */
export function readingToken(session: BrokerSessionSecrets): Secret {
  return session.readOnlyToken ?? session.accessToken;
}

/** A read on behalf of a session. Reads change nothing, so all of them may be repeated. */
export function readCall(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  read: { readonly step: string; readonly path: string; readonly route: string },
): RobinhoodCall {
  return {
    method: "GET",
    url: new URL(read.path, `${ctx.endpoints.apiUrl}/`).href,
    route: read.route,
    step: read.step,
    purpose: "data",
    safeToRepeat: true,
    bearer: readingToken(session),
  };
}

/** All accounts of the login, all pages. A link that leaves the broker's hosts is refused by the client. */
export async function listAccounts(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
): Promise<AccountReply[]> {
  const accounts: AccountReply[] = [];
  const read = { step: "accounts", route: "/accounts/" };
  let call = readCall(ctx, session, { ...read, path: `/accounts/?${allAccounts}` });
  for (let page = 0; page < maxPages; page += 1) {
    const { results, next } = await request(ctx, call, pageSchema);
    accounts.push(...results);
    if (next === null || next === undefined) return accounts;
    if (!URL.canParse(next, call.url)) break;
    call = readCall(ctx, session, { ...read, path: next });
  }
  throw unexpectedReply(call, 200, "next");
}

/** One account by its number. Throws API_RESOURCE_NOT_FOUND where it is not the person's. */
export function readAccount(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accountNumber: string,
): Promise<AccountReply> {
  const path = `/accounts/${encodeURIComponent(accountNumber)}/`;
  const call = readCall(ctx, session, { step: "account", path, route: "/accounts/:account/" });
  return request(ctx, call, accountReplySchema);
}
