"use client";

import { History, Upload } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { ExportSettings } from "@/components/settings/export-settings";
import { HistoryDrawer, type HistorySubject } from "@/components/settings/history-drawer";
import { ImportDialog } from "@/components/settings/import-dialog";
import { allSettings } from "@/components/settings/setting-drafts";
import { SettingEditor } from "@/components/settings/setting-editor";
import { useSystemSettings } from "@/components/settings/use-system-settings";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { SettingView } from "@/shared/schemas/system-setting";
import { toErrorResponse } from "@/trpc/error-response";

/** Every setting of this install: what holds, why, and how to change it. */
export function SystemSettingsPage() {
  const settings = useSystemSettings();
  const { query, list, adopt } = settings;
  const [history, setHistory] = useState<HistorySubject | null>(null);
  const [importing, setImporting] = useState(false);
  const byName = useMemo(
    () => new Map(list === undefined ? [] : allSettings(list).map((setting) => [setting.name, setting])),
    [list],
  );
  const openHistory = useCallback((setting: SettingView) => setHistory({ all: false, setting }), []);
  return (
    <>
      <PageHeader
        title="System settings"
        description="They hold for everybody here. The environment stands above what is saved on this page, and what is saved above config.yaml."
        actions={
          <>
            <Button
              icon={<History aria-hidden className="size-4" />}
              onClick={() => setHistory({ all: true })}
            >
              History
            </Button>
            <ExportSettings />
            <Button icon={<Upload aria-hidden className="size-4" />} onClick={() => setImporting(true)}>
              Import
            </Button>
          </>
        }
      />
      {query.error !== null && (
        <div className="pb-4">
          <ErrorNotice
            error={toErrorResponse(query.error)}
            onRetry={() => void query.refetch()}
            busy={query.isFetching}
          />
        </div>
      )}
      {list === undefined ? (
        query.error === null && (
          <Section title="Settings" flush>
            <TableSkeleton label="Loading the settings" rows={12} />
          </Section>
        )
      ) : (
        <SettingEditor settings={settings} list={list} onHistory={openHistory} />
      )}
      <HistoryDrawer subject={history} onClose={() => setHistory(null)} settings={byName} onUndone={adopt} />
      <ImportDialog open={importing} onOpenChange={setImporting} settings={byName} onImported={adopt} />
    </>
  );
}
