"use client";

import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { BeforeAfter } from "@/components/settings/difference-table";
import { valueWords } from "@/components/settings/setting-words";
import { UndoDialog } from "@/components/settings/undo-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { SettingChangeView, SettingList, SettingView } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** All settings' changes, or one setting's. */
export type HistorySubject = { readonly all: true } | { readonly all: false; readonly setting: SettingView };

interface HistoryDrawerProps {
  subject: HistorySubject | null;
  onClose: () => void;
  settings: ReadonlyMap<string, SettingView>;
  onUndone: (list: SettingList) => void;
}

const LIMIT = 100;

/** Who changed what and when, newest first, each with a way back where there is one. */
export function HistoryDrawer({ subject, onClose, settings, onUndone }: HistoryDrawerProps) {
  const [asked, setAsked] = useState<SettingChangeView | null>(null);
  if (subject === null) return null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      form="drawer"
      title={subject.all ? "History of the settings" : `History of ${subject.setting.label}`}
      description="Changes that were saved here, newest first. Each is in the audit log too."
    >
      <HistoryList
        name={subject.all ? undefined : subject.setting.name}
        settings={settings}
        onUndo={setAsked}
      />
      <UndoDialog
        change={asked}
        wordsOf={(value) => wordsOf(settings, asked, value)}
        onClose={() => setAsked(null)}
        onUndone={onUndone}
      />
    </Dialog>
  );
}

/** A saved value in words; null is that nothing was saved. */
function wordsOf(
  settings: ReadonlyMap<string, SettingView>,
  change: SettingChangeView | null,
  value: string | null,
): string {
  const setting = settings.get(change?.name ?? "");
  if (value === null) return "not saved";
  return setting === undefined ? value : valueWords(setting, value);
}

interface HistoryListProps {
  name: string | undefined;
  settings: ReadonlyMap<string, SettingView>;
  onUndo: (change: SettingChangeView) => void;
}

function HistoryList({ name, settings, onUndo }: HistoryListProps) {
  const history = useQuery(
    useTRPC().settings.history.queryOptions(
      { ...(name === undefined ? {} : { name }), limit: LIMIT },
      { staleTime: 0 },
    ),
  );
  if (history.error !== null) {
    return <ErrorNotice error={toErrorResponse(history.error)} onRetry={() => void history.refetch()} />;
  }
  if (history.data === undefined) return <TableSkeleton label="Loading the history" rows={5} />;
  const { changes } = history.data;
  if (changes.length === 0) {
    return <p className="text-13 text-ink-soft">Nothing was changed here yet.</p>;
  }
  return (
    <ul aria-label="Changes, newest first" className="-mx-4 -my-4 divide-y divide-line">
      {changes.map((change) => (
        <li key={change.id} className="flex items-start justify-between gap-3 px-4 py-3">
          <div className="flex min-w-0 flex-col gap-0.5">
            <p className="font-medium">{change.label}</p>
            <BeforeAfter
              before={wordsOf(settings, change, change.before)}
              after={wordsOf(settings, change, change.after)}
            />
            <p className="text-12 break-words text-ink-soft">
              {change.undoes !== null && "Undone "}
              by {change.by} · <RelativeTime at={change.at} />
            </p>
          </div>
          {change.undoable && (
            <Button
              size="small"
              icon={<Undo2 aria-hidden className="size-3.5" />}
              aria-label={`Undo the change of ${change.label}`}
              onClick={() => onUndo(change)}
            >
              Undo
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
