import { type ExecFileException, execFile } from "node:child_process";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { cliStage } from "@/test/cli-stage";

// Programs of their own: a real shell, the real command, and a bot in a folder that is not this one.
const stage = cliStage();
const root = resolve(import.meta.dirname, "../..");
const SLOW = 120_000;
const HANA = { ROBINHOOD_USERNAME: "hana@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-hana" };

const variables = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: "production",
  PATH: `${resolve(process.execPath, "..")}:/usr/bin:/bin`,
  WHEELHOUSE_ENV_FILE: "",
  DATA_DIR: join(stage.folder, "data"),
  DATABASE_URL: stage.database.databaseUrl,
  ROBINHOOD_API_URL: stage.sandbox.url,
  ROBINHOOD_IDENTI_URL: stage.sandbox.url,
  ROBINHOOD_BONFIRE_URL: stage.sandbox.url,
  ...more,
});

interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

function run(file: string, args: readonly string[], more: Record<string, string>, cwd = stage.folder) {
  return new Promise<Ended>((done) => {
    execFile(file, args, { env: variables(more), cwd }, (error: ExecFileException | null, out, err) => {
      done({ code: error?.code ?? 0, out, err });
    });
  });
}

describe("wheelhouse login && bot, by a real shell", () => {
  const line = `node '${join(root, "bin", "wheelhouse.mjs")}' login --no-input && echo the bot runs`;

  it("does not start the bot where the login fails", { timeout: SLOW }, async () => {
    const refused = await run("/bin/sh", ["-c", line], {
      ROBINHOOD_USERNAME: "otto@example.com",
      ROBINHOOD_PASSWORD: "not-the-password",
    });
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining("(1001)") });
    const malformed = await run("/bin/sh", ["-c", line], { ...HANA, ROBINHOOD_MFA_SECRET: "short" });
    expect(malformed).toMatchObject({
      code: 2,
      err: expect.stringContaining("ROBINHOOD_MFA_SECRET must be"),
    });
    expect(refused.out + malformed.out).not.toContain("the bot runs");
    expect(refused.err + malformed.err).not.toContain("not-the-password");
  });

  it("starts it where there is a session, with the file in place", { timeout: SLOW }, async () => {
    const file = join(stage.folder, "eve.pickle");
    const eve = {
      ROBINHOOD_USERNAME: "eve@example.com",
      ROBINHOOD_PASSWORD: "not-a-real-password-eve",
      ROBINHOOD_MFA_SECRET: "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
      SESSION_CACHE_PATH: file,
    };
    expect(await run("/bin/sh", ["-c", line], eve)).toMatchObject({
      code: 0,
      out: expect.stringContaining("the bot runs"),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await run("/bin/sh", ["-c", line], { SESSION_CACHE_PATH: file });
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Signed in already[\s\S]*the bot runs/),
    });
  });

  it("does not start it where the session file can't be written", { timeout: SLOW }, async () => {
    const file = join(stage.folder, "plain");
    writeFileSync(file, "");
    const paul = {
      ROBINHOOD_USERNAME: "paul@example.com",
      ROBINHOOD_PASSWORD: "not-a-real-password-paul",
      SESSION_CACHE_PATH: join(file, "inside"),
    };
    const ended = await run("/bin/sh", ["-c", line], paul);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("(4002)") });
    expect(ended.out).not.toContain("the bot runs");
  });
});

describe("a TypeScript bot in a folder of its own", () => {
  it("imports BrokerAuth from the package, by its types too", { timeout: SLOW }, async () => {
    const folder = join(stage.folder, "bot");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(root, join(folder, "node_modules", "wheelhouse"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const page = readFileSync(join(root, "docs", "headless.md"), "utf8");
    const bot = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    writeFileSync(join(folder, "bot.ts"), bot);
    const tsx = join(root, "node_modules", "tsx", "dist", "cli.mjs");
    const ended = await run(process.execPath, [tsx, "bot.ts"], { ...HANA, PATH: "/usr/bin:/bin" }, folder);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("200") });
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const types = ["--typeRoots", join(root, "node_modules", "@types"), "--types", "node"];
    const check = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", ...types, "bot.ts"];
    expect(await run(process.execPath, [tsc, ...check], {}, folder)).toMatchObject({ code: 0, out: "" });
  });
});
