import { RelativeTime } from "@/components/ui/relative-time";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";
import type { Provenance } from "@/shared/schemas/account";

interface ProvenanceLineProps {
  provenance: Pick<Provenance, "state" | "asOf">;
  brokerName: string;
}

/** Where the figures beside it come from, how old they are, and whether they can be relied on. */
export function ProvenanceLine({ provenance, brokerName }: ProvenanceLineProps) {
  const { state, asOf } = provenance;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-ink-soft">
      <StatusBadge look={FRESHNESS_LOOKS[state]} />
      <span>
        {asOf === null ? (
          `Nothing read from ${brokerName} yet`
        ) : (
          <>
            {state === "failed" ? "Last read from " : "From "}
            {brokerName}, <RelativeTime at={asOf} />
          </>
        )}
      </span>
    </span>
  );
}
