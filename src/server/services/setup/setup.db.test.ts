import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { completeSetup } from "@/server/services/setup/complete-setup";
import { issueSetupCode } from "@/server/services/setup/issue-setup-code";
import { readSetupState } from "@/server/services/setup/read-setup-state";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let code: string;

const owner = { email: "alice@example.com", displayName: "Alice", password: PASSWORD };
const complete = (given: Partial<typeof owner & { code: string }> = {}, ipAddress = "192.0.2.10") =>
  completeSetup(harness.anonymous({ ipAddress }), { code, ...owner, ...given });

beforeEach(async () => {
  harness = await createServiceHarness();
  code = (await issueSetupCode(harness.services)) ?? "";
});
afterEach(() => harness.close());

describe("setup", () => {
  it("makes the owner with all roles, for whoever has the code, and then is over", async () => {
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(await readSetupState(harness.services)).toEqual({ needed: true });
    const typed = code.toLowerCase().replaceAll("-", " ");
    expect(await complete({ code: typed })).toEqual({ email: "alice@example.com" });
    expect(await readSetupState(harness.services)).toEqual({ needed: false });
    expect(await issueSetupCode(harness.services)).toBeNull();
    expect(await harness.services.storage.users.list()).toMatchObject([
      { email: "alice@example.com", roles: ["user", "trader", "admin"], isOwner: true, disabledAt: null },
    ]);
    expect(await harness.events()).toMatchObject([
      { eventType: "SETUP_COMPLETED", outcome: "success", user: "alice@example.com", userId: null },
    ]);
    await expect(complete()).rejects.toMatchObject({ code: "AUTH_SETUP_CODE_INVALID" });
    expect((await harness.events()).at(-1)).toMatchObject({
      eventType: "SETUP_REFUSED",
      outcome: "denied",
      details: { reason: "already_completed" },
    });
  });

  it("keeps neither code nor password, and a new start makes the old code useless", async () => {
    const second = (await issueSetupCode(harness.services)) ?? "";
    expect(second).not.toBe(code);
    await expect(complete()).rejects.toMatchObject({ code: "AUTH_SETUP_CODE_INVALID" });
    await complete({ code: second });
    const stored = JSON.stringify([
      await harness.services.storage.install.get(),
      await harness.services.storage.users.list(),
      await harness.events(),
      harness.logLines,
    ]);
    for (const secret of [code, second, second.replaceAll("-", ""), PASSWORD]) {
      expect(stored).not.toContain(secret);
    }
  });

  it("makes one owner when ten come at once", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        complete({ email: `person-${index}@example.com` }, `192.0.2.${index}`),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected")
        expect(outcome.reason).toMatchObject({ code: "AUTH_SETUP_CODE_INVALID" });
    }
    expect(await harness.services.storage.users.list()).toHaveLength(1);
    const types = (await harness.events()).map((event) => event.eventType);
    expect(types.filter((type) => type === "SETUP_COMPLETED")).toHaveLength(1);
    expect(types.filter((type) => type === "SETUP_REFUSED")).toHaveLength(9);
  });

  it("slows down guessing from one address, and names the wait in the log", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(complete({ code: "AAAA-AAAA-AAAA" })).rejects.toMatchObject({
        code: "AUTH_SETUP_CODE_INVALID",
      });
    }
    await expect(complete()).rejects.toMatchObject({ code: "AUTH_RATE_LIMITED", retryAfterSeconds: 60 });
    expect((await harness.events()).map((event) => event.details["waitSeconds"])).toEqual([0, 0, 0, 0, 60]);
    expect(await complete({}, "192.0.2.11")).toEqual({ email: "alice@example.com" });
  });

  it("refuses a password that is easy to guess, without counting it as a wrong code", async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      await expect(complete({ password: "alice-alice-2026" })).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { password: expect.stringContaining("easy to guess") },
      });
    }
    expect(await complete()).toEqual({ email: "alice@example.com" });
  });
});
