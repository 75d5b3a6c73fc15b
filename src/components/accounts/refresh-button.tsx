import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Reads from the brokers now instead of from the cache. */
export function RefreshButton({ busy, onRefresh }: { busy: boolean; onRefresh: () => void }) {
  return (
    <Button
      icon={<RefreshCw aria-hidden className="size-4" />}
      busy={busy}
      busyLabel="Reading"
      onClick={onRefresh}
    >
      Refresh figures
    </Button>
  );
}
