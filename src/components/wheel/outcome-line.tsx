import type { ReactNode } from "react";
import type { Outcome } from "@/shared/wheel/what-if";

interface OutcomeLineProps {
  name: string;
  of: (outcome: Outcome) => ReactNode;
  outcome: Outcome;
  after: Outcome | null;
}

/** A figure of an outcome, and of the one after a roll beside it. */
export function OutcomeLine({ name, of, outcome, after }: OutcomeLineProps) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="pr-3 text-left text-ink-soft">
        {name}
      </th>
      <td>{of(outcome)}</td>
      {after !== null && <td className="pl-3">{of(after)}</td>}
    </tr>
  );
}
