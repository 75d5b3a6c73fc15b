"use client";

import { SearchX } from "lucide-react";
import { CredentialStoragePanel } from "@/components/credential-storage/credential-storage-panel";
import { GroupIndex, groupId } from "@/components/settings/group-index";
import { fieldValue } from "@/components/settings/setting-drafts";
import { SettingRow } from "@/components/settings/setting-row";
import type { useSystemSettings } from "@/components/settings/use-system-settings";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { SettingList, SettingView } from "@/shared/schemas/system-setting";

interface SettingGroupsProps {
  groups: SettingList["groups"];
  edits: Pick<ReturnType<typeof useSystemSettings>, "drafts" | "errors" | "edit" | "forget">;
  onHistory: (setting: SettingView) => void;
  /** Shows all settings again, where none is left. */
  onShowAll: () => void;
}

/** The settings that are shown, group by group. */
export function SettingGroups({ groups, edits, onHistory, onShowAll }: SettingGroupsProps) {
  if (groups.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={<SearchX />}
          title="No setting matches"
          action={<Button onClick={onShowAll}>Show all settings</Button>}
        >
          Settings are found by any part of their name, help, variable or key in config.yaml.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[12rem_minmax(0,1fr)]">
      <GroupIndex groups={groups} />
      <div className="flex min-w-0 flex-col gap-4">
        {groups.map(({ group, title, settings }) => (
          <div key={group} id={groupId(group)} className="flex flex-col gap-4">
            <Section title={title} flush>
              <ul aria-label={title} className="divide-y divide-line">
                {settings.map((setting) => (
                  <SettingRow
                    key={setting.name}
                    setting={setting}
                    value={fieldValue(setting, edits.drafts)}
                    edited={edits.drafts.has(setting.name)}
                    error={edits.errors.get(setting.name)}
                    onEdit={edits.edit}
                    onForget={edits.forget}
                    onHistory={onHistory}
                  />
                ))}
              </ul>
            </Section>
            {group === "storage" && <CredentialStoragePanel />}
          </div>
        ))}
      </div>
    </div>
  );
}
