import { describe, expect, it } from "vitest";
import { presentConnection } from "@/components/connections/connection-presentation";
import {
  type ConnectionHealth,
  type ConnectionStatus,
  connectionHealthSchema,
  connectionStatusSchema,
  nextActionSchema,
} from "@/shared/schemas/connection";

const combinationsOf = (status: ConnectionStatus) =>
  connectionHealthSchema.options.flatMap((health) =>
    nextActionSchema.options.flatMap((nextAction) =>
      [null, "2026-11-20T14:30:00.000Z"].map((lastConnectedAt) => ({
        status,
        health,
        nextAction,
        lastConnectedAt,
      })),
    ),
  );

describe("presentConnection", () => {
  it.each(connectionStatusSchema.options)(
    "has plain words for %s with every health and next step",
    (status) => {
      for (const facts of combinationsOf(status)) {
        const shown = presentConnection(facts, "Robinhood");
        expect(shown.sentence).toMatch(/^[A-Z].*\.$/);
        expect(shown.sentence).not.toMatch(/!|undefined|null/);
      }
    },
  );

  it("gives health a badge of its own unless the status says the same", () => {
    const shows = (status: ConnectionStatus, health: ConnectionHealth) =>
      presentConnection({ status, health, nextAction: "none", lastConnectedAt: null }, "Robinhood")
        .showsHealth;
    expect(shows("connected", "ok")).toBe(false);
    expect(shows("connected", "degraded")).toBe(true);
    expect(shows("error", "locked")).toBe(true);
    expect(shows("expired", "needs_person")).toBe(true);
    expect(shows("challenge", "needs_person")).toBe(false);
    expect(shows("challenge", "degraded")).toBe(true);
  });

  it("adds nothing where all is well", () => {
    const shown = presentConnection(
      { status: "connected", health: "ok", nextAction: "none", lastConnectedAt: null },
      "Robinhood",
    );
    expect(shown).toEqual({
      statusWord: null,
      showsHealth: false,
      sentence: "Signed in to Robinhood; the session is live.",
      action: null,
    });
  });

  it("offers no button while a login must wait", () => {
    const shown = presentConnection(
      { status: "error", health: "locked", nextAction: "wait_until", lastConnectedAt: null },
      "Robinhood",
    );
    expect(shown.action).toBeNull();
    expect(shown.sentence).toContain("paused to protect your account");
  });

  it("tells the broker's trouble, the person's turn and a pause apart while the session serves", () => {
    const shown = connectionHealthSchema.options.map((health) =>
      presentConnection(
        { status: "connected", health, nextAction: "none", lastConnectedAt: null },
        "Robinhood",
      ),
    );
    expect(new Set(shown.map(({ sentence }) => sentence)).size).toBe(connectionHealthSchema.options.length);
    expect(shown[1]?.sentence).toContain("goes on trying by itself");
    expect(shown[2]?.sentence).toContain("can't be renewed without you");
    expect(shown[3]?.sentence).toMatch(/^The session still serves\. Sign-in is paused/);
  });

  it("says that a session was given up, not that a sign-in failed", () => {
    const shown = presentConnection(
      { status: "error", health: "needs_person", nextAction: "try_again", lastConnectedAt: null },
      "Robinhood",
    );
    expect(shown.sentence).toContain("stopped trying");
    expect(shown.action?.label).toBe("Try again");
  });

  it.each([
    ["connect", "Connect"],
    ["enter_code", "Enter the code"],
    ["approve_on_phone", "Approve on your phone"],
    ["finish_at_broker", "Finish at the broker"],
    ["sign_in_again", "Sign in again"],
    ["try_again", "Try again"],
  ] as const)("names the next step %s with a verb", (nextAction, label) => {
    const shown = presentConnection(
      { status: "challenge", health: "needs_person", nextAction, lastConnectedAt: null },
      "Robinhood",
    );
    expect(shown.action?.label).toBe(label);
  });

  it("tells a first failure from a lost connection", () => {
    const facts = { status: "error", health: "degraded", nextAction: "try_again" } as const;
    expect(presentConnection({ ...facts, lastConnectedAt: null }, "E*TRADE").statusWord).toBe(
      "Not connected",
    );
    expect(
      presentConnection({ ...facts, lastConnectedAt: "2026-11-20T14:30:00.000Z" }, "E*TRADE").statusWord,
    ).toBe("Connection lost");
  });

  it("says which answer a challenge waits for", () => {
    const facts = { status: "challenge", health: "needs_person", lastConnectedAt: null } as const;
    expect(presentConnection({ ...facts, nextAction: "enter_code" }, "Robinhood").sentence).toBe(
      "Robinhood waits for the code it sent you.",
    );
    expect(presentConnection({ ...facts, nextAction: "approve_on_phone" }, "Robinhood").sentence).toBe(
      "Robinhood waits for your approval on your phone.",
    );
  });
});
