import { CircleDashed, type LucideIcon } from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import { HEALTH_LOOKS } from "@/components/ui/status-badge";
import type { ConnectionHealth, ConnectionView } from "@/shared/schemas/connection";

/** Worst first: what only the person can mend stands above what waits or mends itself. */
const WORST_FIRST: readonly ConnectionHealth[] = ["needs_person", "locked", "degraded"];

interface ConnectionsSummary {
  icon: LucideIcon;
  tone: StatusTone;
  word: string;
  detail: string;
}

/** One state for all connections, with the words for it. */
export function summariseConnections(connections: readonly ConnectionView[]): ConnectionsSummary {
  for (const health of WORST_FIRST) {
    const names = connections.filter((connection) => connection.health === health).map(({ label }) => label);
    if (names.length > 0) {
      const look = HEALTH_LOOKS[health];
      return { ...look, detail: `${look.word}: ${names.join(", ")}` };
    }
  }
  const connected = connections.filter((connection) => connection.status === "connected").length;
  if (connected === 0) {
    const word = connections.length === 0 ? "No connection" : "Not connected";
    return { icon: CircleDashed, tone: "neutral", word, detail: word };
  }
  const word = connected === 1 ? "Connected" : `${connected} connected`;
  return {
    ...HEALTH_LOOKS.ok,
    word,
    detail: `${connected} of ${connections.length} connected, nothing wrong`,
  };
}
