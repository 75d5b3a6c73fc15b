"use client";

import type { ReactNode } from "react";
import { FiguresFrame } from "@/components/accounts/figures-frame";
import type { Rereading } from "@/components/accounts/use-rereading";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SourceStrip } from "@/components/wheel/source-strip";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { WheelSource } from "@/shared/schemas/wheel";
import { toErrorResponse } from "@/trpc/error-response";

interface OverviewFrameProps<TView> {
  title: string;
  description: string;
  reading: Rereading<TView>;
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
  /** Before the figures. */
  above?: ReactNode;
  /** In their place until they arrive. */
  waiting: ReactNode;
  children: (view: TView) => ReactNode;
}

/** A page of figures over all connections, with where they come from at its end. */
export function OverviewFrame<TView extends { sources: readonly WheelSource[]; revalidating: boolean }>(
  props: OverviewFrameProps<TView>,
) {
  const { title, description, reading, connections, nameOf, above, waiting, children } = props;
  const { view, error, isPending, busy, refresh } = reading;
  return (
    <FiguresFrame title={title} description={description} busy={busy} onRefresh={refresh}>
      {above}
      {error !== null && (
        <ErrorNotice error={toErrorResponse(error)} onRetry={refresh} retryLabel="Read again" busy={busy} />
      )}
      {isPending && waiting}
      {view !== undefined && (
        <>
          {children(view)}
          <SourceStrip
            sources={view.sources}
            revalidating={view.revalidating}
            connections={connections}
            nameOf={nameOf}
            busy={busy}
            onRetry={refresh}
          />
        </>
      )}
    </FiguresFrame>
  );
}
