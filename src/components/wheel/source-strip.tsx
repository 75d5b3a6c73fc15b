import { ReadingStrip } from "@/components/accounts/reading-strip";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { WheelSource } from "@/shared/schemas/wheel";

interface SourceStripProps {
  sources: readonly WheelSource[];
  revalidating: boolean;
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
  busy: boolean;
  onRetry: () => void;
}

/** Where the figures of a view over several connections come from. */
export function SourceStrip(props: SourceStripProps) {
  const { sources, revalidating, connections, nameOf, busy, onRetry } = props;
  const readings = connections.flatMap((connection) => {
    const source = sources.find(({ connectionId }) => connectionId === connection.id);
    if (source === undefined) return [];
    return [{ connection, view: { parts: source.parts, revalidating }, error: null, loading: false, busy }];
  });
  return readings.length === 0 ? null : (
    <ReadingStrip readings={readings} nameOf={nameOf} onRetry={onRetry} />
  );
}
