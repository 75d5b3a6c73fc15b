import { PART_WORDS } from "@/components/accounts/part-words";
import { listWords } from "@/components/attention/missing-words";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";
import type { WheelSource } from "@/shared/schemas/wheel";

/** Names what a list rests on that is old or could not be read; nothing when all is fresh. */
export function SourceNote({ sources }: { sources: readonly WheelSource[] }) {
  return sources.flatMap(({ connectionId, label, parts }) =>
    (["failed", "stale"] as const).map((state) => {
      const troubled = parts.filter((part) => part.state === state);
      if (troubled.length === 0) return null;
      const names = listWords([...new Set(troubled.map(({ part }) => PART_WORDS[part].toLowerCase()))]);
      return (
        <p
          key={`${connectionId} ${state}`}
          className="flex flex-wrap items-center gap-x-2 border-b border-line px-4 py-1.5 text-13 text-ink-soft"
        >
          <StatusBadge look={FRESHNESS_LOOKS[state]} plain />
          {label}: {names}.
        </p>
      );
    }),
  );
}
