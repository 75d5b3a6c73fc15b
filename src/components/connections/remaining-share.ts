/**
 * Share of a span that is left, from 1 down to 0; for a bar beside the clock.
 *
 * @param nowMs the current time in milliseconds since 1970.
 */
export function remainingShare(from: string, until: string, nowMs: number): number {
  const spanMs = Date.parse(until) - Date.parse(from);
  return spanMs <= 0 ? 0 : Math.min(1, Math.max(0, (Date.parse(until) - nowMs) / spanMs));
}
