import type { NoticeMessage } from "@/server/notices/notice-sender.port";

/** A notice as the outbox hands it over. */
export function noticeMessage(changes: Partial<NoticeMessage> = {}): NoticeMessage {
  return {
    id: "0a1b2c3d-0000-4000-8000-000000000001",
    kind: "needs_person",
    title: "Robinhood needs you",
    text: "The session has ended.\nSign in again.",
    url: "https://desk.example.com/connections/c-1",
    connectionId: "c-1",
    connectionLabel: "Main account",
    errorCode: "AUTH_SESSION_EXPIRED",
    deadlineAt: new Date("2026-03-03T09:05:30.000Z"),
    createdAt: new Date("2026-03-02T14:29:00.000Z"),
    ...changes,
  };
}
