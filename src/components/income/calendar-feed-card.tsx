"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import { FeedAddress } from "@/components/income/feed-address";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** The private address under which a calendar program reads the expirations: make, renew, remove. */
export function CalendarFeedCard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState<string | null>(null);
  const [asking, setAsking] = useState<"renew" | "remove" | null>(null);
  const feed = useQuery(trpc.wheel.calendarFeed.queryOptions());
  const reread = () => queryClient.invalidateQueries(trpc.wheel.calendarFeed.queryFilter());
  const renewal = useMutation(
    trpc.wheel.renewCalendarFeed.mutationOptions({
      onSuccess: async (made) => {
        setUrl(made.url);
        setAsking(null);
        await reread();
      },
    }),
  );
  const removal = useMutation(
    trpc.wheel.removeCalendarFeed.mutationOptions({
      onSuccess: async () => {
        setUrl(null);
        setAsking(null);
        await reread();
      },
    }),
  );
  const failure = feed.error ?? (asking === null ? renewal.error : null);
  const asked = asking === "renew" ? renewal : removal;
  return (
    <Section
      title="Expirations in your calendar"
      description="A private address that a calendar program reads. It tells contracts and account endings, never amounts."
    >
      <div className="flex flex-col items-start gap-4">
        {feed.isPending && (
          <LoadingRegion label="Looking for your calendar address">
            <Skeleton className="w-64" />
          </LoadingRegion>
        )}
        {failure !== null && <ErrorNotice error={toErrorResponse(failure)} />}
        {url !== null && <FeedAddress url={url} onDone={() => setUrl(null)} />}
        {feed.data === null && (
          <Button
            icon={<CalendarPlus aria-hidden className="size-4" />}
            busy={renewal.isPending}
            busyLabel="Making the address"
            onClick={() => renewal.mutate()}
          >
            Make a calendar address
          </Button>
        )}
        {feed.data !== null && feed.data !== undefined && (
          <>
            <p className="text-13 text-ink-soft">
              Made <RelativeTime at={feed.data.createdAt} />,{" "}
              {feed.data.lastReadAt === null ? (
                "not read by a calendar yet"
              ) : (
                <>
                  last read <RelativeTime at={feed.data.lastReadAt} />
                </>
              )}
              .
            </p>
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => setAsking("renew")}>Renew address</Button>
              <Button tone="quiet" onClick={() => setAsking("remove")}>
                Remove address
              </Button>
            </div>
          </>
        )}
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          if (!open) setAsking(null);
        }}
        title={asking === "renew" ? "Renew the calendar address?" : "Remove the calendar address?"}
        consequences={[
          "Calendars that read the address now stop being updated.",
          asking === "renew"
            ? "A new address is shown once; enter it in your calendars again."
            : "You can make another address at any time.",
        ]}
        confirmLabel={asking === "renew" ? "Renew address" : "Remove address"}
        busyLabel={asking === "renew" ? "Renewing" : "Removing"}
        tone={asking === "renew" ? "primary" : "danger"}
        busy={asked.isPending}
        error={asked.error === null ? null : toErrorResponse(asked.error)}
        onConfirm={() => asked.mutate()}
      />
    </Section>
  );
}
