"use client";

import Link from "next/link";
import { ConnectionBadges } from "@/components/connections/connection-badges";
import { presentConnection } from "@/components/connections/connection-presentation";
import { lockOver } from "@/components/connections/lock-over";
import { OutlookLine } from "@/components/connections/outlook-line";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/countdown";
import { useNow } from "@/components/ui/use-now";
import type { ConnectionView } from "@/shared/schemas/connection";

interface StatusStripProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** How each connection stands, with its next step where there is one. */
export function StatusStrip({ connections, nameOf }: StatusStripProps) {
  return (
    <Card>
      <h2 className="sr-only">Connections</h2>
      <ul className="divide-y divide-line">
        {connections.map((connection) => (
          <StatusLine key={connection.id} connection={connection} brokerName={nameOf(connection)} />
        ))}
      </ul>
    </Card>
  );
}

function StatusLine({ connection: view, brokerName }: { connection: ConnectionView; brokerName: string }) {
  const connection = lockOver(view, useNow(view.notBefore === null ? 60_000 : 1000));
  const { sentence, action } = presentConnection(connection, brokerName);
  const href = `/settings/connections/${connection.id}`;
  const locked =
    connection.health === "locked" && connection.notBefore !== null ? connection.notBefore : null;
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2.5">
      <Link
        href={href}
        className="inline-flex max-w-full min-w-0 items-center font-semibold hover:underline pointer-coarse:min-h-11 sm:w-48"
      >
        <span className="truncate">{connection.label}</span>
      </Link>
      <ConnectionBadges connection={connection} />
      <p className="min-w-0 flex-1 basis-64 text-13 text-ink-soft">
        {sentence} <OutlookLine connection={connection} />
        {locked !== null && (
          <>
            {" You can sign in again in "}
            <Countdown until={locked} label="Time until you can sign in again" className="text-ink" />.
          </>
        )}
      </p>
      {action !== null && (
        <Button asChild tone={action.emphasis} className="max-sm:w-full">
          <Link href={href} aria-label={`${action.label}: ${connection.label}`}>
            {action.label}
          </Link>
        </Button>
      )}
    </li>
  );
}
