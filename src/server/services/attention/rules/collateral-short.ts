import { Decimal } from "decimal.js";
import type { AccountMeans, Finding, Rule } from "@/server/services/attention/attention-facts";
import type { OpenShort } from "@/shared/schemas/wheel";

/**
 * Accounts that could not pay for the shares of all their short puts: strikes × shares against the cash, on margin
 * against the buying power where that is more. Puts whose shares nobody knows are left out.
 */
export const collateralShort: Rule = ({ accounts, cycles }) =>
  accounts.flatMap((means) => {
    const puts = cycles
      .filter(
        ({ connectionId, accountId }) =>
          connectionId === means.connectionId && accountId === means.account.accountId,
      )
      .flatMap(({ label, shorts }) => shorts.map((short) => ({ ...short, label })))
      .filter(({ option }) => option.right === "put" && option.sharesPerContract !== null)
      .toSorted((a, b) => a.option.expiration.localeCompare(b.option.expiration));
    const [first] = puts;
    const available = availableOf(means);
    const needed = puts.reduce((total, put) => total.plus(costOf(put)), new Decimal(0));
    if (first === undefined || available === null || needed.lte(available.dollars)) {
      return [];
    }
    return [finding(means, first, puts.length, needed, available)];
  });

type Available = { readonly against: "cash" | "buying_power"; readonly dollars: Decimal };

function availableOf({ cash, buyingPower, margin }: AccountMeans): Available | null {
  const ways: Available[] = [];
  if (cash !== null) ways.push({ against: "cash", dollars: new Decimal(cash) });
  if (margin && buyingPower !== null) {
    ways.push({ against: "buying_power", dollars: new Decimal(buyingPower) });
  }
  return ways.toSorted((a, b) => b.dollars.comparedTo(a.dollars))[0] ?? null;
}

function costOf({ option, quantity }: OpenShort): Decimal {
  return new Decimal(quantity)
    .abs()
    .times(option.sharesPerContract ?? 0)
    .times(option.strike);
}

function finding(
  { connectionId, account }: AccountMeans,
  first: OpenShort & { readonly label: string },
  puts: number,
  needed: Decimal,
  { against, dollars }: Available,
): Finding {
  const missing = needed.minus(dollars);
  return {
    key: `collateral_short:${connectionId}:${account.accountId}`,
    rule: "collateral_short",
    severity: "critical",
    connectionId,
    label: first.label,
    account,
    underlying: null,
    option: null,
    cycleId: null,
    facts: {
      needed: needed.toFixed(),
      available: dollars.toFixed(),
      missing: missing.toFixed(),
      against,
      puts: String(puts),
    },
    // Another tenth of what is needed is news.
    stance: `${against}:${missing.dividedBy(needed).times(10).floor().toFixed()}`,
    dueDay: first.option.expiration,
  };
}
