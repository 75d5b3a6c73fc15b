import { describe, expect, it } from "vitest";
import { presentAttempt } from "@/components/connections/attempt-presentation";
import { challengeKindSchema } from "@/shared/schemas/challenge";
import { sessionAttemptViewSchema } from "@/shared/schemas/connection";

const at = "2026-11-22T14:00:00.000Z";
const login = {
  id: "l1",
  kind: "login",
  startedAt: at,
  endedAt: null,
  outcome: "open",
  challengeKind: null,
  errorCode: null,
} as const;
const refresh = {
  id: "r1",
  kind: "refresh",
  trigger: "keeper",
  startedAt: at,
  endedAt: at,
  outcome: "failed",
  step: "token_refresh",
  errorCode: "CONN_BROKER_UNAVAILABLE",
} as const;

describe("presentAttempt", () => {
  it("names how a sign-in was confirmed", () => {
    expect(presentAttempt(login)).toEqual({
      what: "Sign-in",
      how: "nothing asked",
      reason: null,
      step: null,
    });
    for (const challengeKind of challengeKindSchema.options) {
      expect(presentAttempt({ ...login, challengeKind }).how).not.toBe("");
    }
  });

  it("says who wanted to keep the session, what failed and at which step", () => {
    expect(presentAttempt(refresh)).toEqual({
      what: "Renewal",
      how: "by Wheelhouse, on its own",
      reason: "The broker is not available (2004)",
      step: "at token refresh",
    });
    expect(presentAttempt({ ...refresh, kind: "retry", trigger: "person", step: null })).toMatchObject({
      what: "Try by hand",
      how: "by you",
      step: null,
    });
  });

  it("has words for every kind and trigger", () => {
    for (const kind of sessionAttemptViewSchema.shape.kind.options) {
      for (const trigger of sessionAttemptViewSchema.shape.trigger.options) {
        const { what, how } = presentAttempt({ ...refresh, kind, trigger });
        expect(what).toMatch(/^[A-Z]/);
        expect(how).toMatch(/^by /);
      }
    }
  });
});
