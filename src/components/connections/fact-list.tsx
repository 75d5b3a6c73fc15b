import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

interface Fact {
  readonly term: string;
  readonly value: ReactNode;
}

interface FactListProps {
  facts: readonly Fact[];
  /** For a narrow column: less room for the terms. */
  compact?: boolean;
}

/** Terms and their values side by side. */
export function FactList({ facts, compact = false }: FactListProps) {
  return (
    <dl
      className={classNames(
        "grid gap-x-4 gap-y-2",
        compact
          ? "grid-cols-[7rem_minmax(0,1fr)]"
          : "grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[9rem_minmax(0,1fr)]",
      )}
    >
      {facts.map(({ term, value }) => (
        <div key={term} className="contents">
          <dt className="text-13 text-ink-soft">{term}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
