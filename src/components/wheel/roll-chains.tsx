"use client";

import { ErrorNotice } from "@/components/ui/error-notice";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { latestWords } from "@/components/wheel/latest-words";
import { RollLine } from "@/components/wheel/roll-line";
import { signedDays, signedStrike } from "@/components/wheel/roll-words";
import { useDecideRoll } from "@/components/wheel/use-decide-roll";
import type { CycleView, RollChain } from "@/shared/schemas/wheel";
import { toErrorResponse } from "@/trpc/error-response";

/** The rolls of a cycle in their chains, and pairs of trades that may be rolls; the person has the last word. */
export function RollChains({
  cycle,
  history,
  rollCount,
}: Pick<CycleView, "cycle" | "history" | "rollCount">) {
  const { decide, pendingId, error } = useDecideRoll(cycle);
  const { chains, suggestedRolls } = history;
  const shown = chains.reduce((count, { rolls }) => count + rolls.length, suggestedRolls.length);
  if (chains.length === 0 && suggestedRolls.length === 0) return null;
  return (
    <Section
      title="Rolls"
      description={[
        "Joining or cutting changes how trades are told as chains, never premium or profit: a roll equals its two trades.",
        latestWords(shown, rollCount, "rolls"),
      ].join(" ")}
      flush
    >
      {error !== null && (
        <div className="p-4">
          <ErrorNotice error={toErrorResponse(error)} />
        </div>
      )}
      {chains.map((chain, index) => (
        <div key={chain.rolls[0]?.rollId ?? index} className="border-b border-line last:border-b-0">
          <ChainTotal chain={chain} number={index + 1} />
          <ul aria-label={`Rolls of chain ${index + 1}`}>
            {chain.rolls.map((roll) => (
              <RollLine
                key={roll.rollId}
                roll={roll}
                busy={pendingId === roll.rollId}
                onDecide={(word) => decide(roll, word)}
              />
            ))}
          </ul>
        </div>
      ))}
      {suggestedRolls.length > 0 && (
        <div>
          <h3 className="px-4 pt-3 pb-1 text-13 font-medium">
            Perhaps rolls: trades of one day that nothing else ties together
          </h3>
          <ul aria-label="Perhaps rolls">
            {suggestedRolls.map((roll) => (
              <RollLine
                key={roll.rollId}
                roll={roll}
                busy={pendingId === roll.rollId}
                onDecide={(word) => decide(roll, word)}
              />
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

function ChainTotal({ chain, number }: { chain: RollChain; number: number }) {
  return (
    <h3 className="flex flex-wrap items-baseline gap-x-4 px-4 pt-3 pb-1 text-13 font-medium">
      <span>
        Chain {number}, {chain.rolls.length === 1 ? "1 roll" : `${chain.rolls.length} rolls`}
      </span>
      <span className="font-normal text-ink-soft">
        net <Money value={chain.netCredit} change />, {signedDays(chain.daysAdded)}, strike{" "}
        {signedStrike(chain.strikeMoved)}
      </span>
    </h3>
  );
}
