import { describe, expect, it } from "vitest";
import { connectionPhase } from "@/components/connections/connection-phase";

const now = Date.parse("2026-11-22T14:00:00.000Z");
const idle = { status: "disconnected", health: "ok", login: null, notBefore: null } as const;
const login = {
  id: "l1",
  step: "waiting_for_person",
  challenge: null,
  startedAt: "2026-11-22T13:59:00.000Z",
  deadlineAt: "2026-11-22T14:09:00.000Z",
} as const;

describe("connectionPhase", () => {
  it.each([
    ["a new connection", idle, "sign_in"],
    ["a failed one", { ...idle, status: "error" }, "sign_in"],
    ["an expired one", { ...idle, status: "expired" }, "sign_in"],
    ["a login that has begun", { ...idle, status: "connecting" }, "signing_in"],
    ["a challenge without its login yet", { ...idle, status: "challenge" }, "signing_in"],
    ["a reconnect while connected", { ...idle, status: "connected", login }, "signing_in"],
    ["a live session", { ...idle, status: "connected" }, "connected"],
  ] as const)("for %s", (_name, view, expected) => {
    expect(connectionPhase(view, now)).toBe(expected);
  });

  it("is locked until the time is over, to the millisecond", () => {
    const view = {
      ...idle,
      status: "error",
      health: "locked",
      notBefore: "2026-11-22T14:00:00.000Z",
    } as const;
    expect(connectionPhase(view, now - 1)).toBe("locked");
    expect(connectionPhase(view, now)).toBe("sign_in");
  });
});
