import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import { buildUser } from "@/test/builders";
import { type EndedProgram, runProgram } from "@/test/run-program";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

// The bot is a process with a clock of its own, so the sandbox goes by the real time too.
let sandbox: RunningSandbox;
let test: TestStorage;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  test = await createTestStorage();
  await test.storage.users.create(buildUser({ isOwner: true, roles: ["user", "trader", "admin"] }));
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-headless-"));
});
afterAll(async () => {
  await sandbox.close();
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

function bot(credentials: Record<string, string>): Promise<EndedProgram> {
  return runProgram(process.execPath, ["--import", "tsx", "examples/typescript/headless-bot.ts"], {
    WHEELHOUSE_ENV_FILE: "",
    DATA_DIR: folder,
    DATABASE_URL: test.databaseUrl,
    APP_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
    ROBINHOOD_API_URL: sandbox.url,
    ROBINHOOD_IDENTI_URL: sandbox.url,
    ROBINHOOD_BONFIRE_URL: sandbox.url,
    ...credentials,
  });
}
const hana = (password: string) => ({ ROBINHOOD_USERNAME: "hana@example.com", ROBINHOOD_PASSWORD: password });

// Each start reads all of the product's sources.
describe("examples/typescript/headless-bot.ts", { timeout: 120_000 }, () => {
  it("does not start without credentials, and says which are missing", async () => {
    const ended = await bot({});
    expect(ended).toMatchObject({ code: 1, printed: "" });
    expect(ended.complained).toContain("ROBINHOOD_USERNAME");
  });

  it("does not start with a password that is refused", async () => {
    const ended = await bot(hana("not-the-password"));
    expect(ended).toMatchObject({ code: 1, printed: "" });
    expect(ended.complained).toContain("Not started");
  });

  it("prints what is held, once more without a second login", async () => {
    const other = { ROBINHOOD_USERNAME: "paul@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-paul" };
    const first = await bot(other);
    expect(first).toMatchObject({ code: 0, printed: expect.stringMatching(/^(\d+\.\d+ [A-Z]+\n)+$/) });
    expect(await bot(other)).toMatchObject({ code: 0, printed: first.printed });
    expect(sandbox.control.requests({ person: "paul", grant: "password" })).toHaveLength(1);
  });
});
