"use client";

import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import type { KeyProcessView, KeyStatus } from "@/shared/schemas/keys";

/** The processes that run, and the master keys that each said it holds. */
export function KeyProcesses({ status }: { status: KeyStatus }) {
  const columns: DataColumn<KeyProcessView>[] = [
    {
      key: "name",
      header: "Process",
      phone: "title",
      render: ({ name, isThis }) => (
        <span className="inline-flex items-center gap-2">
          {name}
          {isThis && <Badge>This one</Badge>}
        </span>
      ),
    },
    {
      key: "keys",
      header: "Holds",
      render: ({ masterKeys }) => (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {masterKeys.map((fingerprint) => (
            <code key={fingerprint} className="font-mono">
              {fingerprint}
              {fingerprint === status.active && " (in use)"}
              {fingerprint === status.waiting && " (new)"}
            </code>
          ))}
        </span>
      ),
    },
  ];
  return (
    <Section title="Processes" description="Each tells every 15 seconds which keys it holds." flush>
      {status.processes.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">No process has told of itself within the last minute.</p>
      ) : (
        <DataTable
          caption="Processes and their keys"
          columns={columns}
          rows={status.processes}
          rowKey={({ id }) => id}
        />
      )}
    </Section>
  );
}
