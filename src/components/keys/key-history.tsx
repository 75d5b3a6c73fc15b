"use client";

import type { KeyAct } from "@/components/keys/key-act-dialog";
import { Badge, type StatusTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { MasterKeyView } from "@/shared/schemas/keys";

const STATES: Record<MasterKeyView["state"], { tone: StatusTone; word: string }> = {
  active: { tone: "ok", word: "In use" },
  retired: { tone: "warn", word: "Old" },
  removed: { tone: "neutral", word: "Removed" },
};
const SOURCES: Record<MasterKeyView["source"], string> = {
  variable: "Variable",
  file: "File",
  vault: "Vault",
};

interface KeyHistoryProps {
  masterKeys: readonly MasterKeyView[];
  onAct: (act: KeyAct) => void;
}

/** Every master key that there ever was, by its fingerprint, so that an old backup can be matched to its key. */
export function KeyHistory({ masterKeys, onAct }: KeyHistoryProps) {
  const time = (at: string | null) => (at === null ? "—" : <RelativeTime at={at} />);
  const columns: DataColumn<MasterKeyView>[] = [
    {
      key: "fingerprint",
      header: "Fingerprint",
      phone: "title",
      render: ({ fingerprint }) => <code className="font-mono">{fingerprint}</code>,
    },
    {
      key: "state",
      header: "State",
      render: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>,
    },
    { key: "source", header: "From", render: ({ source }) => SOURCES[source] },
    { key: "first", header: "First used", render: ({ firstUsedAt }) => time(firstUsedAt) },
    { key: "until", header: "Used until", render: ({ retiredAt }) => time(retiredAt) },
    { key: "wraps", header: "Wraps", align: "end", render: ({ wraps }) => wraps },
    {
      key: "actions",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      phone: "corner",
      render: (masterKey) =>
        masterKey.state === "retired" && (
          <Button tone="quiet" size="small" onClick={() => onAct({ kind: "retire", masterKey })}>
            Remove<span className="sr-only"> the key {masterKey.fingerprint}</span>
          </Button>
        ),
    },
  ];
  return (
    <Section title="History" description="Kept for ever: it tells which key an old backup needs." flush>
      <DataTable
        caption="Master keys"
        columns={columns}
        rows={masterKeys}
        rowKey={({ fingerprint }) => fingerprint}
      />
    </Section>
  );
}
