import type { ReactNode } from "react";
import { dayWords } from "@/components/positions/contract-words";
import { Decimals } from "@/components/ui/decimals";
import { Section } from "@/components/ui/section";
import { Annualised } from "@/components/wheel/annualised";
import { CycleFigure } from "@/components/wheel/cycle-figure";
import { ENDING_WORDS } from "@/components/wheel/cycle-looks";
import { newYorkDay } from "@/shared/new-york-time";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** All figures of a cycle, each with what it is made of. */
export function CycleFigures({ cycle }: { cycle: WheelCycle }) {
  const { premium, annualised } = cycle;
  const figure = (name: string, value: string | null, change = false, none?: ReactNode) => (
    <CycleFigure cycle={cycle} figure={name} value={value} change={change} none={none} />
  );
  return (
    <Section title="Figures" description={lifeWords(cycle)}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        <Fact name="Net premium, USD" note={<>of it realised {figure("premium", premium.realised, true)}</>}>
          {figure("premium", premium.net, true)}
        </Fact>
        <Fact
          name="Collected"
          note={
            <>
              paid to close {figure("premium", premium.paidToClose)}, fees {figure("fees", premium.fees)}
            </>
          }
        >
          {figure("premium", premium.collected)}
        </Fact>
        <Fact
          name="Realised profit"
          note={
            <>
              on shares {figure("shareProfit", cycle.shareProfit, true)}, dividends{" "}
              {figure("dividends", cycle.dividends)}
            </>
          }
        >
          {figure("realisedProfit", cycle.realisedProfit, true)}
        </Fact>
        <Fact name="Open profit" note="shares and options at their prices now">
          {cycle.closedAt === null ? figure("openProfit", cycle.openProfit, true) : "none"}
        </Fact>
        <Fact name="Shares" note={<>of {cycle.underlying}, in this cycle</>}>
          <Decimals value={cycle.shares} decimals={cycle.shares.includes(".") ? 4 : 0} />
        </Fact>
        <Fact
          name="Effective basis, per share"
          note={<>tax basis {figure("taxBasis", cycle.taxBasis, false, "none")}</>}
        >
          {figure("effectiveBasis", cycle.effectiveBasis, false, "no shares")}
        </Fact>
        <Fact
          name="Break-even, per share"
          note={
            <>
              share at <Decimals value={cycle.sharePrice} />
            </>
          }
        >
          {figure("breakEven", cycle.breakEven, false, "none")}
        </Fact>
        <Fact
          name="Annualised, on collateral"
          note={
            <>
              {annualised.days} days, average collateral{" "}
              {figure("collateral", annualised.averageCollateral, false, "none")}
            </>
          }
        >
          <Annualised cycle={cycle} />
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="text-16 font-semibold tabular-nums">{children}</dd>
      <dd className="text-13 text-ink-soft">{note}</dd>
    </div>
  );
}

function lifeWords({ openedAt, closedAt, ending }: WheelCycle): string {
  const opened = dayWords(newYorkDay(new Date(openedAt)));
  if (closedAt === null) return `Open since ${opened}.`;
  const how = ending === null ? "closed" : ENDING_WORDS[ending].toLowerCase();
  return `${opened} to ${dayWords(newYorkDay(new Date(closedAt)))}: ${how}.`;
}
