"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { FlightTimeline } from "@/components/connections/flight/flight-timeline";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Section } from "@/components/ui/section";
import type { ConnectionView } from "@/shared/schemas/connection";

/** What happened to the connection, step by step. Closed at first: it is for the day when something went wrong. */
export function FlightRecorder({ connection }: { connection: ConnectionView }) {
  const [open, setOpen] = useState(false);
  const body = useId();
  return (
    <Section
      title="Flight recorder"
      description="Every request, wait, renewal and change of state, to the millisecond."
      flush
      actions={
        <Button
          aria-expanded={open}
          aria-controls={body}
          icon={
            <ChevronRight
              aria-hidden
              className={classNames("size-4 transition-transform duration-100", open && "rotate-90")}
            />
          }
          onClick={() => setOpen((now) => !now)}
        >
          {open ? "Hide timeline" : "Show timeline"}
        </Button>
      }
    >
      <div id={body}>{open && <FlightTimeline connection={connection} />}</div>
    </Section>
  );
}
