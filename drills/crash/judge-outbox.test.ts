import { expect, it } from "vitest";
import type { NoticeRecord } from "@/server/storage/records";
import { judgeOutbox } from "./judge-outbox";

function notice(seq: number, connectionId = "one"): NoticeRecord {
  return {
    seq,
    id: `notice-${seq}`,
    ownerId: "user",
    kind: "needs_person",
    connectionId,
    label: "My account",
    broker: "robinhood",
    errorCode: null,
    nextAction: null,
    deadlineAt: null,
    dedupeKey: `key-${seq}`,
    createdAt: new Date(0),
    readAt: null,
    resolvedAt: null,
  };
}
const arrival = (seq: number, connectionId = "one") => ({ noticeId: `notice-${seq}`, connectionId });
const empty = { pending: 0, dead: 0 };

it("is content when everything arrived, also more than once", () => {
  const notices = [notice(1), notice(2), notice(3, "other")];
  const arrivals = [arrival(3, "other"), arrival(1), arrival(1), arrival(2), arrival(1)];
  expect(judgeOutbox(notices, arrivals, empty)).toEqual([]);
});

it("finds what is missing, unknown, waiting, given up and out of order", () => {
  expect(judgeOutbox([notice(1), notice(2)], [arrival(1)], empty)).toEqual(["1 notices never arrived"]);
  expect(judgeOutbox([], [arrival(7)], empty)).toEqual(["1 notices arrived that nobody wrote"]);
  expect(judgeOutbox([], [], { pending: 2, dead: 1 })).toEqual([
    "2 notices wait in the outbox",
    "1 notices were given up",
  ]);
  expect(judgeOutbox([notice(1), notice(2)], [arrival(2), arrival(1)], empty)).toEqual([
    "notices of a connection arrived out of order",
  ]);
});
