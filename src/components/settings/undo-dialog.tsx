"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { SettingChangeView, SettingList } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface UndoDialogProps {
  change: SettingChangeView | null;
  wordsOf: (value: string | null) => string;
  onClose: () => void;
  onUndone: (list: SettingList) => void;
}

/** Asks before a change is taken back, and says what holds then. */
export function UndoDialog({ change, wordsOf, onClose, onUndone }: UndoDialogProps) {
  const toast = useToast();
  const undo = useMutation(
    useTRPC().settings.undo.mutationOptions({
      onSuccess: (list) => {
        onUndone(list);
        toast({ tone: "ok", title: `Undid the change of ${change?.label ?? "the setting"}` });
        onClose();
      },
    }),
  );
  if (change === null) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={() => {
        undo.reset();
        onClose();
      }}
      title={`Undo the change of ${change.label}?`}
      consequences={[
        change.before === null
          ? `${wordsOf(change.after)} is no longer saved; what stands below it holds again.`
          : `It goes back from ${wordsOf(change.after)} to ${wordsOf(change.before)}, for everybody here.`,
      ]}
      keeps="The history keeps both changes."
      confirmLabel="Undo the change"
      tone="primary"
      busy={undo.isPending}
      error={undo.error === null ? null : toErrorResponse(undo.error)}
      onConfirm={() => undo.mutate({ changeId: change.id })}
    />
  );
}
