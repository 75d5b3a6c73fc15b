import { expect, it } from "vitest";
import { sessionEndOf } from "@/server/services/attention/session-end";
import { buildBrokerSession, buildConnection } from "@/test/builders";

const expiresAt = new Date("2026-03-03T14:30:00.000Z");
const hardExpiresAt = new Date("2026-04-01T00:00:00.000Z");

it.each([
  ["renewed without end", "connected", "ok", { refreshable: true, hardExpiresAt: null }, null, false],
  ["renewed up to an end", "connected", "ok", { refreshable: true, hardExpiresAt }, hardExpiresAt, false],
  ["not renewable", "connected", "ok", { refreshable: false }, expiresAt, false],
  [
    "not renewed for want of the person",
    "connected",
    "needs_person",
    { refreshable: true },
    expiresAt,
    false,
  ],
  ["troubled by the broker", "connected", "degraded", { refreshable: true }, null, false],
  ["ended", "expired", "needs_person", { refreshable: true }, null, true],
  ["ended, with sign-ins paused", "error", "locked", { refreshable: true }, null, true],
  ["ended by the person", "disconnected", "ok", { refreshable: true }, null, false],
] as const)("a session that is %s", (_what, status, health, given, endsAt, ended) => {
  const connection = buildConnection({ ownerId: "u-1", status, health, label: "Main" });
  const session = buildBrokerSession({
    connectionId: connection.id,
    ownerId: "u-1",
    expiresAt,
    hardExpiresAt: null,
    ...given,
  });
  expect(sessionEndOf(connection, session)).toEqual({
    connectionId: connection.id,
    label: "Main",
    endsAt,
    ended,
  });
});

it("no session at all has ended where a person is needed", () => {
  expect(
    sessionEndOf(buildConnection({ ownerId: "u-1", status: "connected", health: "ok" }), null).ended,
  ).toBe(false);
  expect(
    sessionEndOf(buildConnection({ ownerId: "u-1", status: "challenge", health: "needs_person" }), null)
      .ended,
  ).toBe(true);
});
