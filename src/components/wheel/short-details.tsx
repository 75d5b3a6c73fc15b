import { Distance } from "@/components/options/distance";
import { contractWords } from "@/components/positions/contract-words";
import { DataTable } from "@/components/ui/data-table";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { RISK_LOOKS } from "@/components/wheel/cycle-looks";
import { riskWords } from "@/components/wheel/risk-words";
import { ShareBars } from "@/components/wheel/share-bars";
import type { OpenShort } from "@/shared/schemas/wheel";

/** The open short options of a cycle with all that is known of each. */
export function ShortDetails({ shorts }: { shorts: readonly OpenShort[] }) {
  return (
    <Section title="Short options" description="Prices per share, amounts in US dollars." flush>
      <DataTable
        caption="Open short options"
        rows={shorts}
        rowKey={({ option }) => option.contractId}
        columns={[
          {
            key: "contract",
            header: "Contract",
            phone: "title",
            render: ({ option, quantity }) => (
              <span className="font-medium sm:whitespace-nowrap">
                <Decimals value={quantity} decimals={0} /> × {contractWords(option)}
                {option.adjusted && <span className="font-normal text-ink-soft"> (adjusted)</span>}
              </span>
            ),
          },
          { key: "days", header: "Days", align: "end", render: (short) => short.daysToExpiration },
          {
            key: "distance",
            header: "Distance",
            align: "end",
            render: ({ distancePercent }) => <Distance percent={distancePercent} />,
          },
          {
            key: "sold",
            header: "Sold at",
            align: "end",
            render: ({ premiumPerShare }) => <Money value={premiumPerShare} />,
          },
          { key: "mark", header: "Mark", align: "end", render: ({ mark }) => <Decimals value={mark} /> },
          {
            key: "profit",
            header: "Open profit",
            align: "end",
            render: ({ openProfit }) => <Money value={openProfit} change />,
          },
          {
            key: "bars",
            header: "Max profit / time",
            render: ({ profitShare, timeShare }) => <ShareBars profit={profitShare} time={timeShare} />,
          },
          {
            key: "yield",
            header: "Yield at opening",
            align: "end",
            render: ({ yieldAtOpening }) => (
              <span className="whitespace-nowrap">
                <Decimals value={yieldAtOpening} decimals={1} />
                {yieldAtOpening !== null && " %"}
              </span>
            ),
          },
          {
            key: "risk",
            header: "Assignment risk",
            render: ({ risk }) => (
              <span className="flex flex-wrap items-baseline gap-x-2 max-sm:justify-end">
                <StatusBadge look={RISK_LOOKS[risk.level]} plain />
                <span className="text-12 text-ink-soft">{riskWords(risk).join(" ")}</span>
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}
