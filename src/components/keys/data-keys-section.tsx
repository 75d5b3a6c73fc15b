"use client";

import type { ReactNode } from "react";
import type { KeyAct } from "@/components/keys/key-act-dialog";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { KeyRotationView, KeyStatus } from "@/shared/schemas/keys";

/** How many data keys there are, how much is under them, and their renewal. */
export function DataKeysSection({ status, onAct }: { status: KeyStatus; onAct: (act: KeyAct) => void }) {
  const { dataKeys, rotation } = status;
  const isRunning = rotation?.status === "running";
  return (
    <Section
      title="Data keys"
      description="One for each person. Renew them once a year, or after a copy of the database was lost."
      actions={
        <Button disabled={isRunning || dataKeys.live === 0} onClick={() => onAct({ kind: "renew" })}>
          Renew data keys
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
          <Fact name="In use">{dataKeys.live}</Fact>
          <Fact name="Old, still kept">{dataKeys.retired}</Fact>
          <Fact name="Texts under them">{dataKeys.texts}</Fact>
          <Fact name="Oldest in use">
            {dataKeys.oldestAt === null ? "—" : <RelativeTime at={dataKeys.oldestAt} />}
          </Fact>
        </dl>
        {rotation !== null && <Renewal rotation={rotation} />}
      </div>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-ink-soft">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

function Renewal({ rotation }: { rotation: KeyRotationView }) {
  const { status, done, total, startedBy, endedAt } = rotation;
  if (status === "failed") {
    return (
      <Notice tone="bad" title="The last renewal left texts that could not be opened.">
        <p>They keep their old data key. The log names them; renew again after they were repaired.</p>
      </Notice>
    );
  }
  if (endedAt !== null) {
    return (
      <p className="text-13 text-ink-soft">
        Renewed <RelativeTime at={endedAt} /> by {startedBy}: {done} texts.
      </p>
    );
  }
  const label = `${done} of about ${total} texts are under the new keys`;
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        aria-label="Renewal of data keys"
        aria-valuetext={label}
        className="h-2 w-full accent-ink"
        max={Math.max(total, 1)}
        value={Math.min(done, total)}
      />
      <p className="text-13 text-ink-soft">{label}. Everything goes on meanwhile.</p>
    </div>
  );
}
