"use client";

import { DifferenceTable, differenceLine } from "@/components/settings/difference-table";
import type { SettingDifference, SettingDrafts } from "@/components/settings/setting-drafts";
import { sourceWords } from "@/components/settings/setting-words";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

interface MeanwhileNoticeProps {
  differences: readonly SettingDifference[];
  drafts: SettingDrafts;
  onDismiss: () => void;
}

/** What somebody else saved while edits stand on the page; the edits stay, and nothing of them was saved. */
export function MeanwhileNotice({ differences, drafts, onDismiss }: MeanwhileNoticeProps) {
  return (
    <Notice
      tone="warn"
      announce="alert"
      title="Somebody else saved settings meanwhile."
      actions={<Button onClick={onDismiss}>Go on with my changes</Button>}
    >
      <p>
        Nothing of yours was saved or lost. The values now in force are shown below; review yours and save
        again.
      </p>
      <DifferenceTable
        label="Saved meanwhile"
        lines={differences.map(({ setting, before, after }) =>
          differenceLine(
            setting,
            before,
            after,
            <>
              {sourceWords(setting.origin)}
              {drafts.has(setting.name) && (
                <strong className="block font-medium text-warn">
                  You changed this one too; saving puts yours in its place.
                </strong>
              )}
            </>,
          ),
        )}
      />
    </Notice>
  );
}
