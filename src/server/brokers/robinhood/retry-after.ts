const throttleSentence = /^Request was throttled\. Expected available in (\d{1,7}) seconds?\.$/;
const maxSeconds = 86_400;

/**
 * Seconds until the broker answers again, at most a day: from the `Retry-After` header (seconds or an HTTP
 * date), else from the documented throttle sentence (protocol sheet 1.2(e)); undefined where neither says.
 */
export function retryAfterSeconds(
  header: string | undefined,
  detail: string | undefined,
  now: Date,
): number | undefined {
  const seconds = fromHeader(header, now) ?? fromDetail(detail);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 0), maxSeconds);
}

function fromHeader(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.ceil((time - now.getTime()) / 1000);
}

function fromDetail(detail: string | undefined): number | undefined {
  const seconds = throttleSentence.exec(detail ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
