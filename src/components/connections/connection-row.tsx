"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { ACCESS_TEXT } from "@/components/connections/access-choice";
import { ConnectionBadges } from "@/components/connections/connection-badges";
import { presentConnection } from "@/components/connections/connection-presentation";
import { lockOver } from "@/components/connections/lock-over";
import { OutlookLine } from "@/components/connections/outlook-line";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNow } from "@/components/ui/use-now";
import type { ConnectionView } from "@/shared/schemas/connection";

interface ConnectionRowProps {
  connection: ConnectionView;
  brokerName: string;
}

/** One connection in the list: who, how it stands, what is next. */
export function ConnectionRow({ connection: view, brokerName }: ConnectionRowProps) {
  const connection = lockOver(view, useNow(view.notBefore === null ? 60_000 : 1000));
  const { sentence, action } = presentConnection(connection, brokerName);
  const href = `/settings/connections/${connection.id}`;
  const { accounts, loginName } = connection;
  return (
    <li className="grid gap-x-6 gap-y-2 p-4 md:grid-cols-[minmax(0,1.1fr)_minmax(0,1.5fr)_minmax(0,1fr)_9rem] md:items-center">
      <div className="min-w-0">
        <Link
          href={href}
          className="inline-flex max-w-full items-center font-semibold hover:underline pointer-coarse:min-h-11"
        >
          <span className="truncate">{connection.label}</span>
        </Link>
        <p className="truncate text-13 text-ink-soft">
          {brokerName}
          {loginName !== null && ` · ${loginName}`}
        </p>
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1">
        <ConnectionBadges connection={connection} />
        <p className="text-13 text-ink-soft">
          {sentence} <OutlookLine connection={connection} />
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-0.5 text-13">
        {accounts.length > 0 && (
          <p className="truncate">{accounts.map((account) => account.maskedNumber).join(", ")}</p>
        )}
        <p className="text-ink-soft">
          {ACCESS_TEXT[connection.access].title}
          <Lifetime connection={connection} />
        </p>
      </div>
      <div className="md:justify-self-end">
        {action === null ? (
          <Button asChild tone="quiet" className="max-md:w-full max-md:border max-md:border-line-strong">
            <Link href={href} aria-label={`Open ${connection.label}`}>
              Open
              <ChevronRight aria-hidden className="size-4" />
            </Link>
          </Button>
        ) : (
          <Button asChild tone={action.emphasis} className="max-md:w-full">
            <Link href={href} aria-label={`${action.label}: ${connection.label}`}>
              {action.label}
            </Link>
          </Button>
        )}
      </div>
    </li>
  );
}

function Lifetime({ connection }: { connection: ConnectionView }) {
  const { session, status, notBefore, health, lastConnectedAt } = connection;
  if (health === "locked" && notBefore !== null) {
    return (
      <>
        {" · sign in again in "}
        <Countdown until={notBefore} label="Time until you can sign in again" />
      </>
    );
  }
  if (session !== null && status === "connected") {
    return (
      <>
        {" · session since "}
        <RelativeTime at={session.createdAt} />
      </>
    );
  }
  if (lastConnectedAt === null) return " · never connected";
  return (
    <>
      {" · last connected "}
      <RelativeTime at={lastConnectedAt} />
    </>
  );
}
