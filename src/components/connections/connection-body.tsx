"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { AttemptsSection } from "@/components/connections/attempts-section";
import { ConnectionBadges } from "@/components/connections/connection-badges";
import { ConnectionFacts } from "@/components/connections/connection-facts";
import { ConnectionMain } from "@/components/connections/connection-main";
import { type ConnectionPhase, connectionPhase } from "@/components/connections/connection-phase";
import { presentConnection } from "@/components/connections/connection-presentation";
import { ConnectionSettings } from "@/components/connections/connection-settings";
import { FlightRecorder } from "@/components/connections/flight/flight-recorder";
import { LeasesSection } from "@/components/connections/leases-section";
import { lockOver } from "@/components/connections/lock-over";
import { RememberedSecrets } from "@/components/connections/remembered-secrets";
import { RemoveConnection } from "@/components/connections/remove-connection";
import { RequestMeter } from "@/components/connections/request-meter";
import { useFocusOnChange } from "@/components/connections/use-focus-on-change";
import { PageHeader } from "@/components/ui/page-header";
import { useNow } from "@/components/ui/use-now";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";

interface ConnectionBodyProps {
  connection: ConnectionView;
  broker: BrokerDescription;
}

/** The page of a connection that exists: state on top, the one next step below, the rest around it. */
export function ConnectionBody({ connection: view, broker }: ConnectionBodyProps) {
  const nowMs = useNow(view.notBefore === null ? 60_000 : 1000);
  const connection = lockOver(view, nowMs);
  const phase: ConnectionPhase = connectionPhase(connection, nowMs ?? 0);
  const { sentence } = presentConnection(connection, broker.name);
  const main = useFocusOnChange<HTMLDivElement>(`${phase}/${connection.login?.challenge?.kind ?? ""}`);
  return (
    <>
      <nav aria-label="Breadcrumb" className="-mb-4 pt-4">
        <Link
          href="/settings/connections"
          className="inline-flex min-h-8 items-center gap-1 text-13 text-ink-soft hover:text-ink pointer-coarse:min-h-11"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Connections
        </Link>
      </nav>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span className="min-w-0 break-words">{connection.label}</span>
            <ConnectionBadges connection={connection} />
          </span>
        }
        description={<span role="status">{sentence}</span>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div ref={main} tabIndex={-1} className="flex min-w-0 flex-col gap-4 outline-none">
          <ConnectionMain connection={connection} broker={broker} phase={phase} />
          <LeasesSection connection={connection} />
          <AttemptsSection connection={connection} />
          <FlightRecorder connection={connection} />
          <ConnectionSettings connection={connection} broker={broker} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ConnectionFacts connection={connection} broker={broker} />
          {(connection.session !== null || connection.login !== null) && (
            <RequestMeter connection={connection} />
          )}
          <RememberedSecrets connection={connection} broker={broker} />
          <RemoveConnection connection={connection} broker={broker} />
        </div>
      </div>
    </>
  );
}
