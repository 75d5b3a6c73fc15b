import type { Decimal } from "decimal.js";
import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { type AccountReply, accountsAsked } from "@/server/brokers/robinhood/accounts";
import { request } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { amountText, optionalDecimalSchema } from "@/server/brokers/robinhood/decimal-reply";
import { accountKind } from "@/server/brokers/robinhood/identity";
import { readCall } from "@/server/brokers/robinhood/read-call";
import type { AccountSummary } from "@/shared/schemas/account";

const portfolioSchema = z.object({
  equity: optionalDecimalSchema,
  extended_hours_equity: optionalDecimalSchema,
  equity_previous_close: optionalDecimalSchema,
  adjusted_equity_previous_close: optionalDecimalSchema,
  display_currency: z.string().length(3).nullish(),
});
type PortfolioReply = z.infer<typeof portfolioSchema>;

const dayTradesSchema = z.object({
  equity_day_trades: z.array(z.unknown()).max(1000),
  option_day_trades: z.array(z.unknown()).max(1000),
});

/** Day trades in five trading days that do not yet make a pattern day trader. */
const freeDayTrades = 3;

/**
 * The summary of each open account of the login, or of the one asked for (mapping: protocol sheet 5.2).
 * A value that the broker does not give is null; a call that fails is thrown, except for the day trades.
 */
export async function readAccountSummaries(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accountNumber?: string,
): Promise<AccountSummary[]> {
  const accounts = await accountsAsked(ctx, session, accountNumber);
  // The connection pool holds these to the number of requests that the description allows at once.
  return Promise.all(accounts.map((account) => summarise(ctx, session, account)));
}

async function summarise(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  account: AccountReply,
): Promise<AccountSummary> {
  const [portfolio, dayTrades] = await Promise.all([
    readPortfolio(ctx, session, account.account_number),
    countDayTrades(ctx, session, account),
  ]);
  const value = portfolio.extended_hours_equity ?? portfolio.equity;
  const previous = portfolio.adjusted_equity_previous_close ?? portfolio.equity_previous_close;
  return {
    accountNumber: account.account_number,
    kind: accountKind(account),
    currency: portfolio.display_currency ?? "USD",
    buyingPower: amountText(account.buying_power),
    cash: amountText(account.portfolio_cash ?? account.cash),
    portfolioValue: amountText(value),
    totalReturnToday: amountText(difference(value, previous)),
    totalReturnTotal: null,
    dayTradesRemaining: dayTrades === null ? null : Math.max(0, freeDayTrades - dayTrades),
    patternDayTrader: isPatternDayTrader(account, ctx.clock.now()),
    updatedAt: ctx.clock.now().toISOString(),
  };
}

function difference(value: Decimal | null, previous: Decimal | null): Decimal | null {
  return value === null || previous === null ? null : value.minus(previous);
}

/** From the balances that the account has; null where they do not say (protocol sheet 5.2, PDT). */
function isPatternDayTrader(account: AccountReply, now: Date): boolean | null {
  const balances = account.margin_balances ?? account.cash_balances;
  if (!balances || (balances.is_pdt_forever ?? balances.marked_pattern_day_trader_date) === undefined)
    return null;
  if (balances.is_pdt_forever === true) return true;
  if (!balances.marked_pattern_day_trader_date) return false;
  const expiry = balances.pattern_day_trader_expiry_date;
  return !expiry || expiry.slice(0, 10) >= now.toISOString().slice(0, 10);
}

function readPortfolio(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accountNumber: string,
): Promise<PortfolioReply> {
  const path = `/portfolios/${encodeURIComponent(accountNumber)}/`;
  const call = readCall(ctx, session, { step: "portfolio", path, route: "/portfolios/:account/" });
  return request(ctx, call, portfolioSchema);
}

/** Null where the limit does not exist (a cash account) or the broker does not tell; it is only information. */
async function countDayTrades(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  account: AccountReply,
): Promise<number | null> {
  if (account.type === "cash") return null;
  const path = `/accounts/${encodeURIComponent(account.account_number)}/recent_day_trades/`;
  const route = "/accounts/:account/recent_day_trades/";
  try {
    const call = readCall(ctx, session, { step: "day_trades", path, route });
    const reply = await request(ctx, call, dayTradesSchema);
    return reply.equity_day_trades.length + reply.option_day_trades.length;
  } catch (error) {
    if (error instanceof BrokerError && error.code !== "AUTH_SESSION_EXPIRED") return null;
    throw error;
  }
}
