import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "@/test/run-program";
import { FIRST_KEY } from "@/test/test-keys";
import { createTestDatabase } from "@/test/test-storage";

it.each([
  ["production", false],
  ["development", true],
] as const)(
  "a web process logs to the console too where NODE_ENV is development (%s: %s)",
  { timeout: 60_000 },
  async (mode, isOnConsole) => {
    const dataDir = await mkdtemp(join(tmpdir(), "wheelhouse-mode-"));
    const database = await createTestDatabase();
    const ended = await runProgram(process.execPath, ["--import", "tsx", "src/test/web-container.ts"], {
      NODE_ENV: mode,
      DATA_DIR: dataDir,
      DATABASE_URL: database.databaseUrl,
      APP_MASTER_KEY: FIRST_KEY,
    });
    expect(ended).toMatchObject({ code: 0, complained: "" });
    const log = await readFile(join(dataDir, "logs", "wheelhouse.log"), "utf8");
    expect(log).toContain('"message":"a line of the log"');
    expect(ended.printed).toBe(isOnConsole ? log : "");
    await database.drop();
    await rm(dataDir, { recursive: true });
  },
);
