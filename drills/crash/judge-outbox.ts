import type { NoticeDeliveryRecord } from "@/server/storage/records";
import type { Arrival } from "./notice-receiver";

/** The notices of one connection and what became of them on their way to the one channel. */
export interface OutboxLine {
  readonly connectionId: string;
  readonly notices: number;
  readonly statuses: readonly NoticeDeliveryRecord["status"][];
}

export interface OutboxFacts {
  readonly lines: readonly OutboxLine[];
  /** In the order of arrival, repeats included. */
  readonly arrivals: readonly Arrival[];
  /** What the database knows of the deliveries that arrived. */
  readonly known: ReadonlyMap<string, Pick<NoticeDeliveryRecord, "noticeSeq" | "status">>;
}

/**
 * What is wrong with the outbox when nobody is at work: a notice that waits, was given up, or is called delivered and
 * never arrived; one that nobody wrote; and the first arrivals of a connection's notices out of order. Repeats are
 * allowed, and so is a notice that was dropped because what it tells was mended. Pure.
 */
export function judgeOutbox({ lines, arrivals, known }: OutboxFacts): readonly string[] {
  const problems: string[] = [];
  const firsts = arrivals.filter(
    ({ deliveryId }, index) => index === arrivals.findIndex((one) => one.deliveryId === deliveryId),
  );
  const unknown = firsts.filter(({ deliveryId }) => !known.has(deliveryId)).length;
  if (unknown > 0) problems.push(`${unknown} notices arrived that nobody wrote`);

  for (const { connectionId, notices, statuses } of lines) {
    const count = (status: NoticeDeliveryRecord["status"]) => statuses.filter((one) => one === status).length;
    const arrived = firsts.filter((arrival) => arrival.connectionId === connectionId);
    const told = arrived.filter(({ deliveryId }) => known.get(deliveryId)?.status === "delivered").length;
    if (count("pending") > 0) problems.push(`${count("pending")} notices wait in the outbox`);
    if (count("dead") > 0) problems.push(`${count("dead")} notices were given up`);
    if (statuses.length !== notices) problems.push(`${notices} notices have ${statuses.length} deliveries`);
    if (told !== count("delivered")) {
      problems.push(`${count("delivered")} notices are called delivered, ${told} of them arrived`);
    }
    const order = arrived.flatMap(({ deliveryId }) => known.get(deliveryId)?.noticeSeq ?? []);
    if (order.some((seq, index) => index > 0 && seq < (order[index - 1] ?? 0))) {
      problems.push("notices of a connection arrived out of order");
    }
  }
  return problems;
}
