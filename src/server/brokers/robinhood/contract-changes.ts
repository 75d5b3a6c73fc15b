import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { decimalReplySchema, quantityText, shareCountSchema } from "@/server/brokers/robinhood/decimal-reply";
import { type ListReading, pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import { startOfDay } from "@/server/brokers/robinhood/new-york-time";
import { hasCash, isAdjusted, plainSymbol } from "@/server/brokers/robinhood/option-terms";
import {
  accountNumberSchema,
  dayReplySchema,
  idSchema,
  linkIdSchema,
  symbolReplySchema,
} from "@/server/brokers/robinhood/reply-fields";
import { isDone } from "@/server/brokers/robinhood/splits";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { OptionTerms } from "@/shared/schemas/trading";

const affectedSchema = z.object({
  position: linkIdSchema,
  position_type: z.enum(["short", "long"]),
  option: linkIdSchema,
  option_type: z.enum(["call", "put"]),
  old_expiration_date: dayReplySchema,
  new_expiration_date: dayReplySchema,
  old_strike_price: decimalReplySchema,
  new_strike_price: decimalReplySchema,
  old_quantity: decimalReplySchema,
  new_quantity: decimalReplySchema,
});
type Affected = z.infer<typeof affectedSchema>;

/** A corporate action on the contracts of a chain (protocol sheet 5.8). */
const actionReplySchema = z.object({
  id: idSchema,
  account_number: accountNumberSchema,
  state: z.string().max(40),
  effective_date: dayReplySchema,
  old_symbol: symbolReplySchema,
  new_symbol: symbolReplySchema,
  old_trade_value_multiplier: decimalReplySchema,
  new_trade_value_multiplier: decimalReplySchema,
  old_cash_component: z.unknown().optional(),
  new_cash_component: z.unknown().optional(),
  affected_positions: z.array(affectedSchema).max(1000),
  underlying_instruments: z
    .array(z.object({ old_quantity: shareCountSchema, new_quantity: shareCountSchema }))
    .max(50)
    .nullish(),
});
export type ContractActionReply = z.infer<typeof actionReplySchema>;

/** The corporate actions on options that the accounts held. */
export async function listContractActions(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  accounts: readonly string[],
): Promise<ListReading<ContractActionReply>> {
  const route = "/options/corp_actions/";
  const path = pathWithQuery(route, { account_numbers: accounts });
  const read = { step: "contract_changes", route, path };
  const { rows, error } = await readList(ctx, session, read, actionReplySchema);
  return { rows: rows.filter((row) => isDone(row) && accounts.includes(row.account_number)), error };
}

/** One change for each position that the action affected. */
export function contractChangesOf(action: ContractActionReply): AccountEvent[] {
  return action.affected_positions.map((affected) => ({
    kind: "contract_change",
    eventId: `${action.id}:${affected.position}`,
    accountNumber: action.account_number,
    at: startOfDay(action.effective_date),
    from: termsBefore(action, affected),
    to: termsAfter(action, affected),
    oldQuantity: quantityText(affected.old_quantity.abs()),
    newQuantity: quantityText(affected.new_quantity.abs()),
    held: affected.position_type,
  }));
}

function termsBefore(action: ContractActionReply, affected: Affected): OptionTerms {
  return termsWith(affected, {
    chainSymbol: action.old_symbol,
    expiration: affected.old_expiration_date,
    strike: affected.old_strike_price,
    multiplier: action.old_trade_value_multiplier,
    quantities: (action.underlying_instruments ?? []).map((underlying) => underlying.old_quantity),
    cash: action.old_cash_component,
  });
}

function termsAfter(action: ContractActionReply, affected: Affected): OptionTerms {
  return termsWith(affected, {
    chainSymbol: action.new_symbol,
    expiration: affected.new_expiration_date,
    strike: affected.new_strike_price,
    multiplier: action.new_trade_value_multiplier,
    quantities: (action.underlying_instruments ?? []).map((underlying) => underlying.new_quantity),
    cash: action.new_cash_component,
  });
}

interface Side {
  readonly chainSymbol: string;
  readonly expiration: string;
  readonly strike: Decimal;
  readonly multiplier: Decimal;
  /** Of each stock that one contract delivers; zero where it delivers none of it on this side of the action. */
  readonly quantities: readonly Decimal[];
  readonly cash: unknown;
}

function termsWith(affected: Affected, side: Side): OptionTerms {
  const [only, ...others] = side.quantities.filter((quantity) => !quantity.isZero());
  const shares = others.length > 0 || hasCash(side.cash) ? null : (only ?? null);
  return {
    contractId: affected.option,
    underlying: plainSymbol(side.chainSymbol),
    right: affected.option_type,
    strike: quantityText(side.strike),
    expiration: side.expiration,
    multiplier: quantityText(side.multiplier),
    sharesPerContract: quantityText(shares),
    settlement: "physical",
    adjusted: isAdjusted(side.chainSymbol, side.multiplier, shares),
  };
}
