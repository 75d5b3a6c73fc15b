import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startTestSandbox } from "./sandbox-client";

const folder = mkdtempSync(join(tmpdir(), "sandbox-state-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the state file", () => {
  it("keeps sessions, trusted devices and pending approvals over a restart", async () => {
    const statePath = join(folder, "state.json");
    const publicUrl = "https://api.example";
    const first = await startTestSandbox({ statePath, publicUrl });
    const tokens = await first.tokensAfterApproval("ada");
    const before = (await first.get("/positions/", tokens.access)).body;
    const waiting = await first.openPathfinder("june");
    await first.login("otto", { password: "wrong" });
    await first.sandbox.close();
    expect(statSync(statePath).mode & 0o777).toBe(0o600);

    const options = { statePath, publicUrl, time: new Date("2026-01-05T20:00:00Z") };
    const second = await startTestSandbox(options);
    expect((await second.get("/positions/", tokens.access)).body).toEqual(before);
    expect((await second.refresh(tokens.refresh)).status).toBe(200);
    expect((await second.refresh(tokens.refresh)).status).toBe(401);
    expect((await second.login("ada")).status).toBe(200);
    expect((await second.get(`/challenge/${waiting.challenge}/`)).body).toMatchObject({ status: "expired" });
    const again = await second.tokens("ada");
    expect([tokens.access, tokens.refresh]).not.toContain(again.access);
    await second.sandbox.close();
  });

  it("is refused at the start where it cannot be written", async () => {
    const statePath = join(folder, "no", "such", "folder.json");
    await expect(startTestSandbox({ statePath })).rejects.toThrow("ENOENT");
  });

  it.each([
    ["nonsense", "cannot be used"],
    ["{}", "it is damaged"],
    ['{"seed":"wheelhouse","brokers":{}}', "it is damaged"],
    ['{"seed":"other","brokers":{}}', 'it was made with the seed "other"'],
  ])("refuses %j with a sentence", async (text, sentence) => {
    const statePath = join(folder, "bad.json");
    writeFileSync(statePath, text);
    await expect(startTestSandbox({ statePath })).rejects.toThrow(sentence);
  });
});
