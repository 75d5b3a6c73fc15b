import { describe, expect, it } from "vitest";
import { loginSteps } from "@/components/connections/login-steps";

const states = (...args: Parameters<typeof loginSteps>) => loginSteps(...args).map((step) => step.state);

describe("loginSteps", () => {
  it.each([
    ["contacting_broker", ["current", "ahead", "ahead", "ahead"]],
    ["waiting_for_person", ["done", "current", "ahead", "ahead"]],
    ["checking_answer", ["done", "done", "current", "ahead"]],
    ["finishing", ["done", "done", "current", "ahead"]],
  ] as const)("marks where a login at %s is", (step, expected) => {
    expect(states({ step }, "challenge")).toEqual(expected);
  });

  it("shows all done when connected and nothing begun otherwise", () => {
    expect(states(null, "connected")).toEqual(["done", "done", "done", "done"]);
    expect(states(null, "disconnected")).toEqual(["ahead", "ahead", "ahead", "ahead"]);
  });
});
