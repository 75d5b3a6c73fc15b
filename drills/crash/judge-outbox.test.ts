import { expect, it } from "vitest";
import { judgeOutbox, type OutboxFacts, type OutboxLine } from "./judge-outbox";

const line = (statuses: OutboxLine["statuses"], notices = statuses.length): OutboxLine => ({
  connectionId: "one",
  notices,
  statuses,
});
const arrival = (number: number) => ({ deliveryId: `delivery-${number}`, connectionId: "one" });
const known = (...numbers: number[]): OutboxFacts["known"] =>
  new Map(
    numbers.map((number) => [`delivery-${number}`, { noticeSeq: number, status: "delivered" as const }]),
  );

it("is content when everything arrived, also more than once, or was mended before", () => {
  const facts = {
    lines: [line(["delivered", "dropped", "delivered"])],
    arrivals: [arrival(1), arrival(1), arrival(3), arrival(1)],
    known: known(1, 3),
  };
  expect(judgeOutbox(facts)).toEqual([]);
});

it("takes a notice that arrived, and was mended before that was written, for dropped", () => {
  const dropped = new Map([["delivery-1", { noticeSeq: 1, status: "dropped" as const }]]);
  expect(judgeOutbox({ lines: [line(["dropped"])], arrivals: [arrival(1)], known: dropped })).toEqual([]);
});

it("finds what is missing, unknown, waiting, given up and out of order", () => {
  const nothing = { arrivals: [], known: known() };
  expect(judgeOutbox({ ...nothing, lines: [line(["delivered"])] })).toEqual([
    "1 notices are called delivered, 0 of them arrived",
  ]);
  expect(judgeOutbox({ ...nothing, lines: [line([], 1)] })).toEqual(["1 notices have 0 deliveries"]);
  expect(judgeOutbox({ ...nothing, lines: [line(["pending", "dead"])] })).toEqual([
    "1 notices wait in the outbox",
    "1 notices were given up",
  ]);
  expect(judgeOutbox({ lines: [], arrivals: [arrival(7)], known: known() })).toEqual([
    "1 notices arrived that nobody wrote",
  ]);
  const backwards = { arrivals: [arrival(2), arrival(1)], known: known(1, 2) };
  expect(judgeOutbox({ ...backwards, lines: [line(["delivered", "delivered"])] })).toEqual([
    "notices of a connection arrived out of order",
  ]);
});
