"use client";

import { DifferenceTable, differenceLine } from "@/components/settings/difference-table";
import type { SettingDifference } from "@/components/settings/setting-drafts";
import { countWords, sourceWords } from "@/components/settings/setting-words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { ErrorResponse } from "@/shared/schemas/error-response";

interface ReviewDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  differences: readonly SettingDifference[];
  busy: boolean;
  error: ErrorResponse | null;
  onSave: () => void;
}

/** Before and after of all edits, saved together or not at all. */
export function ReviewDialog({ open, onOpenChange, differences, busy, error, onSave }: ReviewDialogProps) {
  const restarts = differences.filter(({ setting }) => setting.restart).length;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Save ${countWords(differences.length, "change")}?`}
      description="They hold for everybody here, are saved together, and can be undone in the history."
    >
      <DifferenceTable
        label="Changes to save"
        lines={differences.map(({ setting, before, after, takesBack }) =>
          differenceLine(
            setting,
            before,
            after,
            takesBack ? `Taken back to: ${sourceWords(setting.below.origin)}` : undefined,
          ),
        )}
      />
      {restarts > 0 && <p className="text-13">{restartWords(restarts, differences.length)}</p>}
      {error !== null && <ErrorNotice error={error} />}
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Go on editing</Button>
        <Button tone="primary" busy={busy} busyLabel="Saving" onClick={onSave}>
          Save {countWords(differences.length, "change")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function restartWords(restarts: number, all: number): string {
  if (restarts === all) return "This holds only once Wheelhouse was restarted.";
  return `${restarts === 1 ? "One of them holds" : `${restarts} of them hold`} only once Wheelhouse was restarted; the rest holds at once, in every process.`;
}
