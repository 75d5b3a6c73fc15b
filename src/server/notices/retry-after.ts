const MAX_SECONDS = 86_400;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Whole seconds of a `Retry-After` (RFC 9110 section 10.2.3: seconds or an HTTP date; some services send a fraction),
 * a day at most. Null where there is none or it can't be read.
 */
export function readRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  const seconds = HTTP_DATE.test(text)
    ? (Date.parse(text) - now.getTime()) / 1000
    : /^\d{1,15}(\.\d+)?$/.test(text)
      ? Number(text)
      : Number.NaN;
  return Number.isNaN(seconds) ? null : Math.min(MAX_SECONDS, Math.max(0, Math.ceil(seconds)));
}
