const SANE = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * The id under which one request is found in replies, logs and the audit log. One that a trusted proxy gave is
 * kept when it is 8–64 plain characters; otherwise `makeId` gives a new one.
 */
export function requestId(inbound: string | undefined, isFromProxy: boolean, makeId: () => string): string {
  return isFromProxy && inbound !== undefined && SANE.test(inbound) ? inbound : makeId();
}
