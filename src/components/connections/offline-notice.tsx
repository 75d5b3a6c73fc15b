import { Notice } from "@/components/ui/notice";

/** The line to Wheelhouse is down: what is shown may be behind. */
export function OfflineNotice() {
  return (
    <Notice tone="warn" announce="status" title="Wheelhouse is not reachable right now.">
      What you see is the last known state. It updates by itself when the connection is back; a sign-in in
      progress is not lost.
    </Notice>
  );
}
