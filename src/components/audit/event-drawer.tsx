"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { AuditMark, OUTCOME_LOOKS, SEVERITY_LOOKS } from "@/components/audit/audit-looks";
import { describeEvent, detailText, targetTypeWords } from "@/components/audit/describe-event";
import { FactRow } from "@/components/audit/fact-row";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { formatExactTime } from "@/components/ui/format-time";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AuditEventView } from "@/shared/schemas/audit";

interface EventDrawerProps {
  event: AuditEventView | null;
  onClose: () => void;
  /** To the newer or older neighbour; absent at the end of the list. */
  onNewer: (() => void) | undefined;
  onOlder: (() => void) | undefined;
}

/** One event in full: a sentence, every field, the ids to copy, and the record as JSON. */
export function EventDrawer({ event, onClose, onNewer, onOlder }: EventDrawerProps) {
  if (event === null) return null;
  const json = JSON.stringify(event, null, 2);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      form="drawer"
      title={event.message}
      description={describeEvent(event)}
    >
      <div className="flex gap-2">
        <Button
          disabled={onNewer === undefined}
          onClick={onNewer}
          icon={<ChevronUp aria-hidden className="size-4" />}
        >
          Newer
        </Button>
        <Button
          disabled={onOlder === undefined}
          onClick={onOlder}
          icon={<ChevronDown aria-hidden className="size-4" />}
        >
          Older
        </Button>
      </div>
      <dl className="flex flex-col text-13">
        <FactRow name="Outcome">
          <AuditMark look={OUTCOME_LOOKS[event.outcome]} />
        </FactRow>
        <FactRow name="Severity">
          <AuditMark look={SEVERITY_LOOKS[event.severity]} />
        </FactRow>
        <FactRow name="Time">
          {formatExactTime(event.occurredAt)} <span className="text-ink-soft">·</span>{" "}
          <RelativeTime at={event.occurredAt} className="text-ink-soft" />
        </FactRow>
        <FactRow name="Time in UTC" copy={event.occurredAt} mono>
          {event.occurredAt}
        </FactRow>
        <FactRow name="Type" copy={event.eventType} mono>
          {event.eventType}
        </FactRow>
        <FactRow name="Person" copy={event.user}>
          {event.user}
        </FactRow>
        <FactRow name="Person id" copy={event.userId} mono>
          {event.userId}
        </FactRow>
        <FactRow name="Target">{targetTypeWords(event.targetType)}</FactRow>
        <FactRow name="Target id" copy={event.targetId} mono>
          {event.targetId}
        </FactRow>
        <FactRow name="Session id" copy={event.sessionId} mono>
          {event.sessionId}
        </FactRow>
        <FactRow name="Address" copy={event.ipAddress} mono>
          {event.ipAddress}
        </FactRow>
        <FactRow name="User agent">{event.userAgent}</FactRow>
        <FactRow name="Request id" copy={event.requestId} mono>
          {event.requestId}
        </FactRow>
        <FactRow name="Interface">{event.interface}</FactRow>
        <FactRow name="Number">{event.seq}</FactRow>
        {Object.entries(event.details).map(([name, value]) => (
          <FactRow key={name} name={name} detail>
            {detailText(value)}
          </FactRow>
        ))}
      </dl>
      <details className="rounded-md border border-line">
        <summary className="px-3 py-2 text-13 font-medium">The record as JSON</summary>
        <div className="flex flex-col gap-2 border-t border-line p-3">
          <pre className="text-12 break-all whitespace-pre-wrap">{json}</pre>
          <span>
            <CopyButton text={json} what="JSON" withLabel />
          </span>
        </div>
      </details>
    </Dialog>
  );
}
