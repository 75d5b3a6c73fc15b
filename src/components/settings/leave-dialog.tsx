"use client";

import { useRouter } from "next/navigation";
import { countWords } from "@/components/settings/setting-words";
import { useLeaveWarning } from "@/components/settings/use-leave-warning";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Asks before a link or a shortcut leaves a page with so many changes that are not saved. */
export function LeaveDialog({ count, onLeave }: { count: number; onLeave: () => void }) {
  const router = useRouter();
  const { wanted, stay } = useLeaveWarning(count > 0);
  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={stay}
      title="Leave without saving?"
      consequences={[`${countWords(count, "change")} on this page will be lost.`]}
      keeps="What was saved before stays as it is."
      confirmLabel="Leave without saving"
      onConfirm={() => {
        if (wanted === null) return;
        stay();
        onLeave();
        router.push(wanted);
      }}
    />
  );
}
