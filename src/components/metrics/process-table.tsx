"use client";

import { DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ProcessView } from "@/shared/schemas/metrics";

const KINDS = { web: "Web app and keeper", cli: "Command" } as const;

/** The processes that were seen within the last minute. */
export function ProcessTable({ processes }: { processes: readonly ProcessView[] }) {
  return (
    <DataTable
      caption="Processes of this install"
      rows={processes}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "host",
          header: "Host",
          phone: "title",
          render: ({ host, isThis }) => (isThis ? `${host} (answers this page)` : host),
        },
        { key: "kind", header: "What", render: ({ kind }) => KINDS[kind] },
        {
          key: "pid",
          header: "Process",
          align: "end",
          render: ({ pid }) => <span className="font-mono text-12">{pid}</span>,
        },
        { key: "version", header: "Version", render: ({ version }) => version },
        {
          key: "settings",
          header: "Settings",
          render: ({ settingsVersion }) =>
            settingsVersion === 0 ? "none saved" : `version ${settingsVersion}`,
        },
        { key: "since", header: "Since", render: ({ startedAt }) => <RelativeTime at={startedAt} /> },
        { key: "seen", header: "Last seen", render: ({ seenAt }) => <RelativeTime at={seenAt} /> },
      ]}
    />
  );
}
