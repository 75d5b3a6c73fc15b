"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ChangeBar } from "@/components/settings/change-bar";
import { LeaveDialog } from "@/components/settings/leave-dialog";
import { MeanwhileNotice } from "@/components/settings/meanwhile-notice";
import { ReviewDialog } from "@/components/settings/review-dialog";
import { passesFilter, type SettingFilter, searchSettings } from "@/components/settings/search-settings";
import { allSettings, differencesOf } from "@/components/settings/setting-drafts";
import { SettingGroups } from "@/components/settings/setting-groups";
import { SettingSearchBar } from "@/components/settings/setting-search-bar";
import { countWords } from "@/components/settings/setting-words";
import type { useSystemSettings } from "@/components/settings/use-system-settings";
import { useToast } from "@/components/ui/toast";
import type { SettingList, SettingView } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface SettingEditorProps {
  settings: ReturnType<typeof useSystemSettings>;
  list: SettingList;
  onHistory: (setting: SettingView) => void;
}

/** Search, list and the bar of edits; all edits are saved by one call. */
export function SettingEditor({ settings, list, onHistory }: SettingEditorProps) {
  const toast = useToast();
  const { drafts, errors, query, meanwhile, adopt, discard, showErrors } = settings;
  const [text, setText] = useState("");
  const [wantedFilter, setFilter] = useState<SettingFilter>("all");
  // Where nothing is edited any more, its filter would hide everything.
  const filter = wantedFilter === "edited" && drafts.size === 0 ? "all" : wantedFilter;
  const [reviewing, setReviewing] = useState(false);
  const [focusWrong, setFocusWrong] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const differences = differencesOf(list, drafts);

  useEffect(() => {
    if (focusWrong > 0) place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [focusWrong]);
  const goToWrong = useCallback(() => {
    setText("");
    setFilter("edited");
    setReviewing(false);
    setFocusWrong((count) => count + 1);
  }, []);

  const change = useMutation(
    useTRPC().settings.change.mutationOptions({
      onSuccess: (saved) => {
        toast({ tone: "ok", title: `Saved ${countWords(differences.length, "change")}` });
        discard();
        adopt(saved);
        setReviewing(false);
      },
      onError: (failure) => {
        const { name, details } = toErrorResponse(failure);
        if (name === "API_CONFLICT") {
          setReviewing(false);
          toast({ tone: "warn", title: "Not saved: somebody else saved settings first" });
          void query.refetch().then(() => place.current?.scrollIntoView());
        } else if (details !== null && Object.keys(details).some((field) => drafts.has(field))) {
          showErrors(details);
          goToWrong();
        }
      },
    }),
  );
  const failure = change.error === null ? null : toErrorResponse(change.error);
  const counts = { all: 0, changed: 0, environment: 0, edited: 0 };
  for (const setting of allSettings(list)) {
    for (const one of ["all", "changed", "environment", "edited"] as const) {
      if (passesFilter(setting, one, drafts)) counts[one] += 1;
    }
  }
  return (
    <div ref={place} className="flex flex-col gap-4">
      {meanwhile.length > 0 && (
        <MeanwhileNotice differences={meanwhile} drafts={drafts} onDismiss={settings.dismissMeanwhile} />
      )}
      <SettingSearchBar
        text={text}
        onTextChange={setText}
        filter={filter}
        onFilterChange={setFilter}
        counts={counts}
      />
      <SettingGroups
        groups={searchSettings(list.groups, text, filter, drafts)}
        edits={settings}
        onHistory={onHistory}
        onShowAll={() => {
          setText("");
          setFilter("all");
        }}
      />
      {differences.length > 0 && (
        <ChangeBar
          count={differences.length}
          wrong={errors.size}
          busy={change.isPending}
          onReview={() => {
            change.reset();
            if (errors.size > 0) goToWrong();
            else setReviewing(true);
          }}
          onDiscard={discard}
        />
      )}
      <ReviewDialog
        open={reviewing}
        onOpenChange={setReviewing}
        differences={differences}
        busy={change.isPending}
        error={failure}
        onSave={() =>
          change.mutate({
            version: list.version,
            changes: [...drafts].map(([name, value]) => ({ name, value: value?.trim() ?? null })),
          })
        }
      />
      <LeaveDialog count={differences.length} onLeave={discard} />
    </div>
  );
}
