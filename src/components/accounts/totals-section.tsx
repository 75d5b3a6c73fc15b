import { type CurrencyTotal, type Figure, type FigureTotal, totalsOf } from "@/components/accounts/totals";
import type { ConnectionSummary } from "@/components/accounts/use-account-summaries";
import { percentOf } from "@/components/positions/ratios";
import { Exact } from "@/components/table/exact-decimal";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

const HEADINGS: readonly { figure: Figure; heading: string; change: boolean }[] = [
  { figure: "portfolioValue", heading: "Portfolio value", change: false },
  { figure: "totalReturnToday", heading: "Today", change: true },
  { figure: "totalReturnTotal", heading: "Total return", change: true },
  { figure: "cash", heading: "Cash", change: false },
  { figure: "buyingPower", heading: "Buying power", change: false },
];

/** What all accounts come to, currency by currency, and what is not in it. */
export function TotalsSection({ summaries }: { summaries: readonly ConnectionSummary[] }) {
  const readable = summaries.filter(({ state }) => state !== "not_connected");
  if (readable.length === 0) return null;
  const views = readable.flatMap(({ state, view }) =>
    state === "figures" && view !== undefined ? [view] : [],
  );
  const { currencies } = totalsOf(views);
  const missing = readable
    .filter(({ state }) => state === "failed")
    .map(({ connection }) => connection.label);
  const waiting = readable.some(({ state }) => state === "loading");
  if (currencies.length === 0 && !waiting) return null;
  return (
    <div className="flex flex-col gap-4">
      {currencies.map((total) => (
        <CurrencySection key={total.currency} total={total} missing={missing} />
      ))}
      {currencies.length === 0 && <TotalsSkeleton />}
    </div>
  );
}

function CurrencySection({ total, missing }: { total: CurrencyTotal; missing: readonly string[] }) {
  const accounts = `${total.accounts} account${total.accounts === 1 ? "" : "s"}`;
  return (
    <Section
      title={`All accounts, ${total.currency}`}
      actions={
        <span className="flex min-w-0 flex-wrap items-center gap-2 text-13 text-ink-soft">
          {accounts}
          {total.staleAccounts > 0 && (
            <StatusBadge look={FRESHNESS_LOOKS.stale} word={`${total.staleAccounts} stale`} />
          )}
          {missing.length > 0 && (
            <StatusBadge look={FRESHNESS_LOOKS.failed} word={`Without ${missing.join(", ")}`} plain />
          )}
        </span>
      }
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-[1.4fr_1fr_1fr_1fr_1fr]">
        {HEADINGS.map(({ figure, heading, change }) => (
          <div key={figure} className={figure === "portfolioValue" ? "max-md:col-span-2" : undefined}>
            <dt className="text-13 text-ink-soft">{heading}</dt>
            <dd>
              <Money
                value={total.figures[figure].sum}
                change={change}
                currency={total.currency}
                className={figure === "portfolioValue" ? "text-28 font-semibold" : "text-16 font-medium"}
              />
              {figure === "totalReturnToday" && <TodayShare total={total} />}
              <Coverage total={total.figures[figure]} accounts={total.accounts} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The day's change in percent of what the accounts were worth before it. */
function TodayShare({ total }: { total: CurrencyTotal }) {
  const today = total.figures.totalReturnToday;
  const value = total.figures.portfolioValue;
  if (today.sum === null || value.sum === null || today.counted !== value.counted) return null;
  const before = new Exact(value.sum).minus(today.sum).toFixed();
  return (
    <p className="text-13">
      <Decimals value={percentOf(today.sum, before)} change /> %
    </p>
  );
}

/** Says when a sum does not rest on fresh readings of every account. */
function Coverage({ total, accounts }: { total: FigureTotal; accounts: number }) {
  if (total.sum === null) return null;
  return (
    <>
      {total.counted < accounts && (
        <p className="text-12 text-ink-soft">
          {total.counted} of {accounts} accounts
        </p>
      )}
      {total.staleSum !== null && total.staleSum !== total.sum && (
        <p className="text-12 text-warn">
          stale: <Money value={total.staleSum} />
        </p>
      )}
    </>
  );
}

function TotalsSkeleton() {
  return (
    <Section title="All accounts">
      <div className="flex flex-wrap items-end gap-8">
        <Skeleton className="h-8 w-44" />
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-5 w-24" />
      </div>
    </Section>
  );
}
