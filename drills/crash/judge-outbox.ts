import type { NoticeRecord } from "@/server/storage/records";
import type { Arrival } from "./notice-receiver";

/**
 * What is wrong with the outbox when it is empty: a notice that never arrived, one that nobody wrote, and the first
 * arrivals of a connection's notices out of order. Repeats are allowed. Pure.
 */
export function judgeOutbox(
  notices: readonly NoticeRecord[],
  arrivals: readonly Arrival[],
  left: { readonly pending: number; readonly dead: number },
): readonly string[] {
  const arrived = new Set(arrivals.map(({ noticeId }) => noticeId));
  const seqOf = new Map(notices.map(({ id, seq }) => [id, seq]));
  const problems: string[] = [];
  if (left.pending > 0) problems.push(`${left.pending} notices wait in the outbox`);
  if (left.dead > 0) problems.push(`${left.dead} notices were given up`);
  const missing = notices.filter(({ id }) => !arrived.has(id)).length;
  if (missing > 0) problems.push(`${missing} notices never arrived`);
  const unknown = [...arrived].filter((id) => !seqOf.has(id)).length;
  if (unknown > 0) problems.push(`${unknown} notices arrived that nobody wrote`);

  const lastSeq = new Map<string | null, number>();
  for (const noticeId of arrived) {
    const connectionId = arrivals.find((arrival) => arrival.noticeId === noticeId)?.connectionId ?? null;
    const seq = seqOf.get(noticeId) ?? 0;
    if (seq < (lastSeq.get(connectionId) ?? 0)) problems.push("notices of a connection arrived out of order");
    lastSeq.set(connectionId, seq);
  }
  return problems;
}
