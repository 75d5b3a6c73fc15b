import type { FigureState } from "@/components/table/grid-column";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

/** How far a row can be relied on, as a shape and a word. */
export function StateMark({ state }: { state: FigureState }) {
  return <StatusBadge look={FRESHNESS_LOOKS[state]} plain />;
}
