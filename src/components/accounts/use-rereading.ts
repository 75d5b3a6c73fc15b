"use client";

import { useMutation } from "@tanstack/react-query";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 3_000;

/** Once a minute, or soon while the server says that a newer reading is on its way. */
export function rereadAfterMs({
  state,
}: {
  state: { data?: { revalidating: boolean } | undefined };
}): number {
  return state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS;
}

interface Arriving<TView> {
  data: TView | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
}

/** What a page of figures knows of the view that it shows. */
export interface Rereading<TView> {
  readonly view: TView | undefined;
  /** Why the last request did not arrive; null when it did. */
  readonly error: unknown;
  /** Nothing has arrived yet. */
  readonly isPending: boolean;
  readonly busy: boolean;
  /** Reads from the brokers now instead of from the cache. */
  readonly refresh: () => void;
}

/** A view with a way to read it from the brokers now: `readFresh` asks for it, `keep` takes what arrived. */
export function useRereading<TView>(
  arriving: Arriving<TView>,
  readFresh: () => Promise<TView>,
  keep: (view: TView) => void,
): Rereading<TView> {
  const reread = useMutation({ mutationFn: readFresh, onSuccess: keep });
  return {
    view: arriving.data,
    error: reread.error ?? arriving.error,
    isPending: arriving.isPending,
    busy: reread.isPending || arriving.isFetching,
    refresh: () => reread.mutate(),
  };
}
