import type { RequestBudget } from "@/shared/schemas/connection";

/** Times of the requests of the last minute, milliseconds since 1970, oldest first. */
export type RequestWindow = readonly number[];

export interface RequestLimits {
  /** Requests in any 60 seconds. */
  readonly perMinute: number;
  /** So many of them this caller must leave to others. */
  readonly keptBack: number;
}

const WINDOW_MS = 60_000;
const LEAST_KEPT_BACK = 2;
const SHARE_KEPT_BACK = 0.1;

/** What reads may use: a tenth, two at least, is kept back for renewing the session, but one place is always theirs. */
export function readingLimits(perMinute: number): RequestLimits {
  const share = Math.max(LEAST_KEPT_BACK, Math.ceil(perMinute * SHARE_KEPT_BACK));
  return { perMinute, keptBack: Math.min(share, perMinute - 1) };
}

/** What long reads of the past may use: two thirds, so that a page that is opened meanwhile finds places. */
export function historyLimits(perMinute: number): RequestLimits {
  const { keptBack } = readingLimits(perMinute);
  return { perMinute, keptBack: Math.max(keptBack, Math.floor(perMinute / 3)) };
}

/** What login, refresh and logout may use: everything. */
export function sessionLimits(perMinute: number): RequestLimits {
  return { perMinute, keptBack: 0 };
}

/**
 * The requests that still count. One that lies ahead of `nowMs`, because the clock went back or another machine's
 * runs ahead, counts as sent now: it then leaves the window a minute later at most.
 */
export function recentRequests(window: RequestWindow, nowMs: number): RequestWindow {
  return window
    .map((sentAtMs) => Math.min(sentAtMs, nowMs))
    .filter((sentAtMs) => sentAtMs > nowMs - WINDOW_MS);
}

/** Whether a request may be sent now: then no 60 seconds hold more of them than the limits allow. */
export function allowRequest(window: RequestWindow, nowMs: number, limits: RequestLimits): boolean {
  return recentRequests(window, nowMs).length < limits.perMinute - limits.keptBack;
}

/** Milliseconds until a request may be sent if no other is; 0 when one may be sent now. */
export function timeUntilReset(window: RequestWindow, nowMs: number, limits: RequestLimits): number {
  const recent = recentRequests(window, nowMs);
  const mustLeave = Math.max(0, recent.length - (limits.perMinute - limits.keptBack) + 1);
  return Math.max(0, ...recent.slice(0, mustLeave).map((sentAtMs) => sentAtMs + WINDOW_MS - nowMs));
}

/** What a reader may still use, and when all of it is free again. */
export function requestBudget(window: RequestWindow, nowMs: number, perMinute: number): RequestBudget {
  const recent = recentRequests(window, nowMs);
  const { keptBack } = readingLimits(perMinute);
  const emptyInMs = Math.max(0, ...recent.map((sentAtMs) => sentAtMs + WINDOW_MS - nowMs));
  return {
    limit: perMinute,
    remaining: Math.max(0, perMinute - keptBack - recent.length),
    resetSeconds: Math.ceil(emptyInMs / 1000),
  };
}
