"use client";

import { Countdown } from "@/components/ui/countdown";
import { formatExactTime } from "@/components/ui/format-time";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { ERROR_CODES } from "@/shared/error-codes";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface LockedPanelProps {
  connection: Pick<ConnectionView, "errorCode">;
  broker: Pick<BrokerDescription, "name">;
  until: string;
}

/** Sign-in is held back on purpose, until a time. There is no button: another attempt is what must not happen. */
export function LockedPanel({ connection, broker, until }: LockedPanelProps) {
  const error = connection.errorCode === null ? null : ERROR_CODES[connection.errorCode];
  return (
    <Section title={`Sign-in to ${broker.name} is paused`}>
      <div className="flex flex-col gap-4">
        <div className="flex items-baseline justify-between gap-3 max-w-80">
          <span className="text-13 text-ink-soft">You can sign in again in</span>
          <Countdown
            until={until}
            label="Time until you can sign in again"
            className="text-28 font-semibold"
          />
        </div>
        <Notice
          tone="locked"
          title={`Another attempt now could make ${broker.name} lock your whole account.`}
        >
          <p>
            {error !== null &&
              `The last answer was: ${error.message.toLowerCase()} (error ${error.number}). `}
            Wheelhouse sends no sign-in until {formatExactTime(until)}, also after a restart. Your positions
            and money are not touched by this.
          </p>
          <p>
            Meanwhile, check in {broker.name}'s own app that you can sign in, but don't repeat failed attempts
            there: they count too.
          </p>
        </Notice>
      </div>
    </Section>
  );
}
