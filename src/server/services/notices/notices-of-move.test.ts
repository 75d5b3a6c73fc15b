import { describe, expect, it } from "vitest";
import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import { noticesOfMove } from "@/server/services/notices/notices-of-move";
import type { ConnectionHealth } from "@/shared/schemas/connection";

const NOW = new Date("2026-03-02T14:30:00Z");
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const state = (health: ConnectionHealth, notBefore: Date | null = null) => ({ health, notBefore });

type Row = [
  what: string,
  event: ConnectionEvent["type"],
  before: ReturnType<typeof state>,
  after: ReturnType<typeof state>,
  alone: ReturnType<typeof noticesOfMove>["raise"],
  atThePage: ReturnType<typeof noticesOfMove>["raise"],
];

const ok = state("ok");
const needs = state("needs_person");
const degraded = state("degraded");

describe("noticesOfMove", () => {
  it.each<Row>([
    ["a session ended", "session_ended", ok, needs, "needs_person", null],
    ["a session that could not be renewed ended", "session_ended", needs, needs, "needs_person", null],
    ["a renewal was refused", "renewal_refused", degraded, needs, "needs_person", null],
    ["the broker's trouble went on too long", "session_given_up", degraded, needs, "needs_person", null],
    ["a challenge came", "challenge_waiting", ok, needs, "needs_person", null],
    ["another challenge came", "challenge_waiting", needs, needs, null, null],
    ["a login was refused", "login_failed", ok, needs, "needs_person", null],
    ["the broker has trouble", "session_troubled", ok, degraded, null, null],
    ["a login met the broker's trouble", "login_failed", ok, degraded, null, null],
    ["a challenge met the broker's trouble", "challenge_trouble", needs, degraded, null, null],
    ["a login began", "login_started", needs, ok, null, null],
    ["a long lock", "login_failed", ok, state("locked", inMinutes(15)), "login_locked", "login_locked"],
    [
      "a lock of five minutes",
      "login_failed",
      ok,
      state("locked", inMinutes(5)),
      "login_locked",
      "login_locked",
    ],
    ["a short lock", "login_failed", ok, state("locked", inMinutes(1)), "needs_person", null],
    [
      "the same lock again",
      "login_held_back",
      state("locked", inMinutes(15)),
      state("locked", inMinutes(15)),
      null,
      null,
    ],
    [
      "a longer lock",
      "login_held_back",
      state("locked", inMinutes(1)),
      state("locked", inMinutes(60)),
      "login_locked",
      "login_locked",
    ],
    ["a lock without an end", "login_held_back", needs, state("locked"), null, null],
    ["a call went well", "session_confirmed", degraded, ok, null, null],
  ])("%s", (_what, event, before, after, alone, atThePage) => {
    expect(noticesOfMove(before, after, event, false, NOW)).toEqual({ raise: alone, before: "stays" });
    expect(noticesOfMove(before, after, event, true, NOW)).toEqual({ raise: atThePage, before: "stays" });
  });

  it.each(["login_succeeded", "session_renewed", "session_restored", "session_imported"] as const)(
    "%s mends",
    (event) => {
      expect(noticesOfMove(needs, ok, event, false, NOW)).toEqual({ raise: null, before: "mends" });
    },
  );

  it.each(["disconnected", "login_cancelled"] as const)("%s closes without a word", (event) => {
    expect(noticesOfMove(needs, ok, event, true, NOW)).toEqual({ raise: null, before: "closes" });
  });
});
