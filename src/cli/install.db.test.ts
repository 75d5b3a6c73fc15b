import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeIn } from "@/cli/commands/db";
import { doctorAt } from "@/cli/commands/doctor";
import { serveWith } from "@/cli/commands/serve";
import { diskFinding } from "@/cli/doctor/install-findings";
import { clockFinding } from "@/cli/doctor/network-findings";
import { createInstall } from "@/cli/install";
import type { Terminal } from "@/cli/terminal";
import { readEnvironment, readHeadlessEnvironment } from "@/env";
import { createStorage } from "@/server/storage/create-storage";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import { GROUP_OF, SETTING_NAMES } from "@/shared/settings/settings";
import { buildUser } from "@/test/builders";
import { cliStage, OWNER_PASSWORD } from "@/test/cli-stage";
import { FixedClock } from "@/test/fixed-clock";

const stage = cliStage({ hasOwner: false });
const dataDir = () => join(stage.folder, "data");

describe("the first run", () => {
  test("a look at nothing says what to do, and makes nothing", async () => {
    const found = await stage.run(["doctor"]);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/problem +data folder: .* is not there/);
    expect(found.out).toMatch(/problem +master key/);
    expect(found.out).toContain("Run `wheelhouse setup`");
    expect((await stage.run(["whoami"])).code).toBe(1);
    await expect(stat(dataDir())).rejects.toThrow();
  });

  test("setup asks for what is missing, refuses what is wrong, and works once", async () => {
    expect(await stage.run(["setup"])).toMatchObject({
      code: 4,
      err: expect.stringContaining("E-mail (give it by --email)"),
    });
    expect(await stage.run(["db", "status"])).toMatchObject({ code: 0 });
    expect((await stage.run(["whoami"])).err).toContain("This install has no owner yet");
    expect((await stage.run(["doctor"])).out).toMatch(/warning +database: it answers, and has no owner yet/);
    const words = ["setup", "--email", "owner@example.com"];
    const typed = (second: string) => {
      let turn = 0;
      return {
        type: (prompt: string) => (prompt === "Name: " ? "Olga" : turn++ === 0 ? OWNER_PASSWORD : second),
      };
    };
    expect((await stage.run(words, typed("another one"))).err).toContain("The two passwords differ");
    const short = ["--name", "Olga", "--password-stdin"];
    expect(await stage.run([...words, ...short], { input: "short\n" })).toMatchObject({
      code: 2,
      err: expect.stringContaining("password: Use at least 12 characters"),
    });
    const cancelled = { type: () => undefined, watch: (_line: string, interrupt: () => void) => interrupt() };
    expect((await stage.run(["setup"], cancelled)).code).toBe(130);
    const done = await stage.run([...words, "--json"], typed(OWNER_PASSWORD));
    expect(done.json()).toEqual({ email: "owner@example.com", publicUrl: stage.sandbox.url });
    expect(await stage.run([...words, ...short], { input: OWNER_PASSWORD })).toMatchObject({
      code: 1,
      err: expect.stringContaining("has its owner already"),
    });
  });
});

describe("the database", () => {
  test("is inspected, brought up to date and prepared", async () => {
    expect((await stage.run(["db", "status"])).out).toMatch(/: applied$/m);
    expect((await stage.run(["db", "apply"])).out).toBe("The database is up to date.");
    const fresh = `file:${join(stage.folder, "other.db")}`;
    expect((await stage.run(["db", "status", "--database-url", fresh])).code).toBe(1);
    expect((await stage.run(["db", "apply", "--database-url", fresh])).out).toMatch(/^Applied /);
    const { out } = await stage.run(["prepare"]);
    expect(JSON.parse(out)).toMatchObject({
      publicUrl: stage.sandbox.url,
      setupCode: null,
      dataDir: dataDir(),
    });
  });

  test("gets migrations made from what has changed", async () => {
    const lines: string[] = [];
    const call = { ...bareCall(lines), words: ["nothing_new"] };
    expect(await makeIn(PRISMA_FOLDER)(call)).toBe(0);
    expect(lines).toEqual(["The schema has not changed."]);
  });
});

describe("looking at the install", () => {
  test("doctor finds everything well, and names what is not", async () => {
    const well = await stage.run(["doctor"], { hasColour: true });
    expect(well.code).toBe(0);
    expect(well.out).toContain("\u001b[32mok     \u001b[39m  master key: fingerprint ");
    expect(well.out).toContain("mail server: SMTP_URL is not set");
    expect(well.out).toMatch(/warning.* {2}web app: .* answers 404/);
    const variables = {
      ROBINHOOD_API_URL: "http://127.0.0.1:9",
      SMTP_URL: "smtp://localhost:9",
      SMTP_FROM: "a@example.com",
      PUBLIC_URL: "http://127.0.0.1:9",
    };
    const troubled = await stage.run(["doctor", "--json"], { variables });
    expect(troubled.code).toBe(1);
    expect(troubled.json()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "broker",
          state: "problem",
          message: expect.stringContaining("ECONNREFUSED"),
        }),
        expect.objectContaining({ name: "mail server", state: "problem" }),
        expect.objectContaining({ name: "web app", state: "warning" }),
      ]),
    );
  });

  test("doctor names a key that is not this database's, and a folder that others can look into", async () => {
    await chmod(dataDir(), 0o755);
    const key = join(dataDir(), "keys", "master.key");
    await rename(key, `${key}.away`);
    await writeFile(key, `${Buffer.alloc(32, 3).toString("base64")}\n`, { mode: 0o600 });
    const found = await stage.run(["doctor"]);
    const keys = await stage.run(["keys"]);
    await copyFile(`${key}.away`, key);
    await chmod(dataDir(), 0o700);
    expect(found.out).toMatch(/warning +data folder: others can look into/);
    expect(found.out).toContain("The master key is not the one of this database.");
    expect(keys).toMatchObject({ code: 1, err: expect.stringContaining("Needed: the key with fingerprint") });
    expect((await stage.run(["keys"])).out).toContain("It is the key of this database.");
  });

  test("doctor tells of migrations that are missing, and of a database of another version", async () => {
    const empty = join(stage.folder, "empty.db");
    await writeFile(empty, "");
    const behind = await stage.run(["doctor"], { variables: { DATABASE_URL: `file:${empty}` } });
    expect(behind.out).toMatch(/problem +migrations: \d+ not applied yet/);
  });

  test.each([
    [2 * 1024 ** 3, "ok"],
    [512 * 1024 ** 2, "warning"],
    [1024, "problem"],
  ])("%i bytes free are %s", (bytes, state) => {
    expect(diskFinding(bytes).state).toBe(state);
  });

  test.each([
    [3, "ok"],
    [-200, "problem"],
    [null, "skipped"],
  ])("a clock that is %s s off is %s", (clockAheadSeconds, state) => {
    expect(clockFinding([{ status: 200, failure: null, clockAheadSeconds }]).state).toBe(state);
  });

  test("the clock is compared with the brokers'", async () => {
    const lines: string[] = [];
    const far = new FixedClock("2001-01-01T00:00:00Z");
    const install = bareCall(lines, {
      DATA_DIR: dataDir(),
      DATABASE_URL: stage.database.databaseUrl,
      ROBINHOOD_API_URL: stage.sandbox.url,
      ROBINHOOD_IDENTI_URL: stage.sandbox.url,
      ROBINHOOD_BONFIRE_URL: stage.sandbox.url,
    });
    expect(await doctorAt(far)(install)).toBe(1);
    expect(lines.join("\n")).toMatch(/problem +clock: \d+ s off the broker's/);
  });

  test("settings are shown with where they are from; of secrets only that they are set", async () => {
    const variables = {
      SMTP_URL: "smtp://u:hush-hush@localhost:25",
      SMTP_FROM: "a@example.com",
      TRUSTED_PROXIES: "10.0.0.1",
    };
    const shown = await stage.run(["settings", "--json"], { variables });
    const rows = shown.json() as { name: string; value: string | null; from: string }[];
    expect(rows.map(({ name }) => name)).toEqual(
      SETTING_NAMES.filter((name) => GROUP_OF.get(name) !== "credentials"),
    );
    expect(shown.out).not.toContain("hush-hush");
    expect(rows.find(({ name }) => name === "SMTP_FROM")).toMatchObject({ value: "a@example.com" });
    expect(rows.find(({ name }) => name === "APP_MASTER_KEY")).toMatchObject({ value: null });
    expect((await stage.run(["settings"])).out).toMatch(/API_TIMEOUT +30 +default/);
  });

  test("credentials of brokers that are yet to come are named, and not shown", async () => {
    const found = await stage.run(["doctor"], { variables: { ETRADE_PASSWORD: "hush-hush" } });
    expect(found.out).toMatch(
      /warning +settings: ETRADE_PASSWORD set, but this version knows no such broker/,
    );
    expect(found.out + found.err).not.toContain("hush-hush");
  });

  test("settings are saved, listed, taken back, exported and imported", async () => {
    expect(await stage.run(["settings", "set", "API_TIMEOUT", "45"])).toMatchObject({
      code: 0,
      out: "API_TIMEOUT is 45 seconds. It is in force; other processes take it up within seconds.",
    });
    expect((await stage.run(["settings"])).out).toMatch(/API_TIMEOUT +45 +settings page/);
    expect(await stage.run(["settings", "set", "API_TIMEOUT", "4"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Connection timeout must be at least 5 seconds"),
    });
    const locked = await stage.run(["settings", "set", "THEME", "dark"], { variables: { THEME: "light" } });
    expect(locked).toMatchObject({
      code: 2,
      err: expect.stringContaining("THEME is locked: the variable THEME"),
    });
    const changes = (await stage.run(["settings", "history", "API_TIMEOUT", "--json"])).json() as {
      id: string;
    }[];
    expect(changes).toMatchObject([{ name: "API_TIMEOUT", before: null, after: "45", undoable: true }]);
    expect((await stage.run(["settings", "history"])).out).toMatch(/API_TIMEOUT +not saved +45 +possible/);
    expect((await stage.run(["settings", "history", "THEME"])).out).toBe("Nothing was changed yet.");
    const { out: yaml } = await stage.run(["settings", "export"]);
    expect(yaml).toContain("connection_timeout: 45");
    expect((await stage.run(["settings", "undo", changes[0]?.id ?? ""])).out).toMatch(
      /^API_TIMEOUT is 30 seconds\./,
    );
    expect((await stage.run(["settings", "history"])).out).toMatch(/API_TIMEOUT +45 +not saved +possible/);

    const file = join(stage.folder, "settings.yaml");
    await writeFile(
      file,
      "settings:\n  connection:\n    connection_timeout: 60\n  server:\n    port: 4000\n",
    );
    const imported = await stage.run(["settings", "import", file]);
    expect(imported).toMatchObject({
      code: 0,
      err: expect.stringContaining("Left as it is: PORT is set by"),
    });
    expect(imported.out).toMatch(/^API_TIMEOUT: 30 → 60\nIt is in force/);
    expect((await stage.run(["settings", "import", file])).out).toBe("Everything is so already.");
    expect((await stage.run(["settings", "unset", "API_TIMEOUT"])).out).toMatch(
      /^API_TIMEOUT is 30 seconds\./,
    );
    await writeFile(file, "x".repeat(200_001));
    expect(await stage.run(["settings", "import", file])).toMatchObject({ code: 2 });
    expect(await stage.run(["settings", "import", join(stage.folder, "absent")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("can't be read"),
    });
  });
});

describe("another person", () => {
  test("has what their roles allow and no more, and nothing when disabled", async () => {
    const storage = await createStorage({ databaseUrl: stage.database.databaseUrl });
    await storage.users.create(buildUser({ email: "ben@example.com", roles: ["user"] }));
    await storage.users.create(buildUser({ email: "gone@example.com", disabledAt: new Date() }));
    await storage.close();
    const asBen = await stage.run(["whoami", "--as", " BEN@example.com", "--json"]);
    expect(asBen.json()).toMatchObject({ email: "ben@example.com", isOwner: false });
    for (const words of [["users", "list"], ["audit"], ["settings"], ["tokens", "freeze", "--everyone"]]) {
      expect(await stage.run([...words, "--as", "ben@example.com"])).toMatchObject({ code: 7, out: "" });
    }
    expect(await stage.run(["accounts", "--as", "ben@example.com"])).toMatchObject({
      code: 4,
      err: expect.stringContaining("No connection is signed in"),
    });
    expect((await stage.run(["whoami", "--as", "gone@example.com"])).code).toBe(7);
    expect((await stage.run(["users", "enable", "gone@example.com"])).out).toBe("gone@example.com: user");
    expect((await stage.run(["users", "disable", "gone@example.com"])).out).toBe(
      "gone@example.com: user (disabled)",
    );
    expect((await stage.run(["users", "list"])).out).toMatch(/gone@example\.com .* disabled/);
    expect((await stage.run(["tokens", "list"])).out).toContain("There is no token yet.");
    expect((await stage.run(["connections", "list"])).out).toContain("There is no connection yet.");
  });
});

describe("serving", () => {
  test("runs the launcher with its options, and ends as it ends", async () => {
    const script = join(stage.folder, "launcher.mjs");
    await mkdir(stage.folder, { recursive: true });
    const write = (code: string) => writeFile(script, code);
    const call = bareCall([]);
    await write("process.exit(process.argv.slice(2).join(' ') === '--no-sandbox' ? 0 : 1)");
    expect(await serveWith(script)(call)).toBe(0);
    expect(await serveWith(script)({ ...call, options: { sandbox: true } })).toBe(1);
    await write("process.exit(process.argv.slice(2).join(' ') === '--port 4000' ? 0 : 1)");
    expect(await serveWith(script)({ ...call, options: { sandbox: true, port: "4000" } })).toBe(0);
    await write("setTimeout(() => {}, 60000)");
    const stopped = serveWith(script)(call);
    process.emit("SIGTERM");
    expect(await stopped).toBe(1);
  });
});

describe("completions", () => {
  test.each([
    ["", "login"],
    ["--as ada@example.com tok", "tokens"],
    ["tokens ", "create list rotate"],
    ["tokens create x --scope read:o", "read:options read:orders"],
    ["login --broker ro", "robinhood"],
    ["login --no", "--no-input"],
  ])("bash completes 'wheelhouse %s' with %s", async (typed, expected) => {
    const script = (await stage.run(["completion", "bash"])).out;
    const words = ["wheelhouse", ...typed.split(" ")];
    const run = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_wheelhouse\necho "\${COMPREPLY[@]}"`;
    const offered = spawnSync("bash", ["-c", run], { encoding: "utf8" }).stdout.trim().split(" ");
    expect(offered).toEqual(expect.arrayContaining(expected.split(" ")));
  });

  test("zsh and fish get the same words", async () => {
    expect((await stage.run(["completion", "zsh"])).out).toContain("compdef _wheelhouse wheelhouse");
    const fish = (await stage.run(["completion", "fish"])).out;
    expect(fish).toContain("-n '__fish_seen_subcommand_from login' -l broker -x -a 'robinhood etrade");
    expect(fish).toMatch(/-a login -d 'Sign in to a broker/);
    expect((await stage.run(["completion", "csh"])).code).toBe(2);
  });
});

function bareCall(lines: string[], variables: Record<string, string> = {}) {
  const terminal: Terminal = {
    out: (line) => {
      lines.push(line);
    },
    error: () => {},
    isInteractive: false,
    hasColour: false,
    ask: () => Promise.reject(new Error("nobody is there")),
    onKey: () => () => {},
    status: () => {},
    readInput: async () => "",
    interrupted: new AbortController().signal,
    close: () => {},
  };
  const install = createInstall({
    readEnvironment: () => readEnvironment(variables),
    readHeadless: () => readHeadlessEnvironment(variables),
    open: () => Promise.reject(new Error("not opened")),
    actAs: undefined,
    startFolder: stage.folder,
  });
  return { words: [], options: {}, isJson: false, mayAsk: false, terminal, install, groups: [] };
}
