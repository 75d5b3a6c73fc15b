import { presentConnection } from "@/components/connections/connection-presentation";
import { CONNECTION_LOOKS, HEALTH_LOOKS, StatusBadge } from "@/components/ui/status-badge";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Status, and health where it says more. */
export function ConnectionBadges({ connection }: { connection: ConnectionView }) {
  const { statusWord, showsHealth } = presentConnection(connection, "");
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <StatusBadge
        look={CONNECTION_LOOKS[connection.status]}
        {...(statusWord === null ? {} : { word: statusWord })}
      />
      {showsHealth && <StatusBadge look={HEALTH_LOOKS[connection.health]} />}
    </span>
  );
}
