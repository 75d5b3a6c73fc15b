import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { COMMAND_GROUPS } from "@/cli/command-list";
import { cliStage, OWNER_PASSWORD } from "@/test/cli-stage";
import { runInTerminal, runWheelhouse, type TerminalStep, WHEELHOUSE_COMMAND } from "@/test/pseudo-terminal";

/** Each start of the program costs about a second, so the way to the database is left to the tests in process. */
const isOnSqlite = inject("testDatabase").provider === "sqlite";
/** A command, and the exit code that it must have. */
type Row = readonly [words: string, code: number];
const stage = cliStage({ hasOwner: false });
const LIMIT_MS = 120_000;
const ENTER = "\r";

const variables = (given: Record<string, string> = {}): Record<string, string> => ({
  PATH: inject("searchPath"),
  WHEELHOUSE_ENV_FILE: "",
  DATA_DIR: join(stage.folder, "data"),
  DATABASE_URL: stage.database.databaseUrl,
  ROBINHOOD_API_URL: stage.sandbox.url,
  ROBINHOOD_IDENTI_URL: stage.sandbox.url,
  ROBINHOOD_BONFIRE_URL: stage.sandbox.url,
  PUBLIC_URL: stage.sandbox.url,
  RATE_LIMIT_REQUESTS: "6000",
  MAX_SESSIONS: "50",
  ...given,
});
const wheelhouse = (words: readonly string[], steps: readonly TerminalStep[] = []) =>
  runWheelhouse(words, variables(), steps);
const passwordOf = (who: string) => `not-a-real-password-${who}`;
const credentials = (who: string): TerminalStep[] => [
  ["e-mail: ", `${who}@example.com${ENTER}`],
  ["password: ", `${passwordOf(who)}${ENTER}`],
];

describe.runIf(isOnSqlite)("wheelhouse in a real terminal", () => {
  test(
    "sets up, shows no password that is typed, and speaks of an install that is not there",
    async () => {
      const none = await wheelhouse(["status"]);
      expect(none).toMatchObject({ code: 1, screen: expect.stringContaining("Run `wheelhouse setup`") });
      const done = await wheelhouse(
        ["setup"],
        [
          ["E-mail: ", `owner@example.com${ENTER}`],
          ["Name: ", `Olga${ENTER}`],
          ["New password", `${OWNER_PASSWORD}${ENTER}`],
          ["The same again", `${OWNER_PASSWORD}${ENTER}`],
        ],
      );
      expect(done).toMatchObject({
        code: 0,
        screen: expect.stringContaining("owner@example.com owns this install"),
      });
      expect(done.screen).not.toContain(OWNER_PASSWORD);
    },
    LIMIT_MS,
  );

  test(
    "signs in with an approval on the phone while the time is counted down",
    async () => {
      const approve = () => {
        stage.sandbox.control.act("ada", "approve");
        return "";
      };
      const run = await wheelhouse(
        ["login", "--label", "Ada"],
        [...credentials("ada"), ["Waiting", approve]],
      );
      expect(run.code).toBe(0);
      expect(run.screen).toMatch(/Waiting, 4 min 5\d s left/);
      expect(run.screen).toContain("\u001b[32mSigned in.\u001b[39m");
      expect(run.screen).not.toContain(passwordOf("ada"));
    },
    LIMIT_MS,
  );

  test(
    "signs in with a code by text message, typed unseen, after a wrong one; no colour where none is wanted",
    async () => {
      let code = "";
      const typeCode = () => {
        code = stage.sandbox.control.person("ben")?.messages.at(-1)?.code ?? "no code";
        return `${code}${ENTER}`;
      };
      const run = await runWheelhouse(["login", "--label", "Ben"], variables({ NO_COLOR: "1" }), [
        ...credentials("ben"),
        ["Code (3 tries left): ", `000000${ENTER}`],
        ["Code (2 tries left): ", typeCode],
      ]);
      expect(run.code).toBe(0);
      expect(run.screen).toContain("The code was not accepted.");
      expect(run.screen).not.toContain("\u001b[3");
      for (const secret of [code, "000000", passwordOf("ben")]) expect(run.screen).not.toContain(secret);
    },
    LIMIT_MS,
  );

  test(
    "signs in with the codes of an authenticator, whose secret is in the environment, and asks nobody",
    async () => {
      const eve = {
        ROBINHOOD_USERNAME: "eve@example.com",
        ROBINHOOD_PASSWORD: passwordOf("eve"),
        ROBINHOOD_MFA_SECRET: "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
      };
      const run = await runWheelhouse(["login", "--label", "Eve", "--no-input", "--json"], variables(eve));
      expect(run.code).toBe(0);
      expect(JSON.parse(run.screen)).toMatchObject({ status: "connected" });
    },
    LIMIT_MS,
  );

  test(
    "a login that fails does not start the bot: wrong password, Ctrl-C, nobody to ask",
    async () => {
      const bot = join(stage.folder, "bot-ran");
      const chain = (words: string) => ["-c", `${WHEELHOUSE_COMMAND} login ${words} && touch '${bot}'`];
      const wrong: TerminalStep[] = [
        ["e-mail: ", `otto@example.com${ENTER}`],
        ["password: ", `not-the-password${ENTER}`],
      ];
      expect((await runInTerminal("/bin/sh", chain("--label Otto"), variables(), wrong)).code).toBe(3);
      expect(existsSync(bot)).toBe(false);
      const cancelled = await runInTerminal("/bin/sh", chain("--label Dan"), variables(), [
        ...credentials("dan"),
        ["Code (3 tries left): ", "\u0003"],
      ]);
      expect(cancelled).toMatchObject({
        code: 130,
        screen: expect.stringContaining("The sign-in was cancelled"),
      });
      expect((await runInTerminal("/bin/sh", chain("--label Dan --no-input"), variables())).code).toBe(4);
      expect(existsSync(bot)).toBe(false);
      expect((await runInTerminal("/bin/sh", chain("Ada --no-input"), variables())).code).toBe(0);
      expect(existsSync(bot)).toBe(true);
    },
    LIMIT_MS,
  );

  /** Each once, one after the other: they go by what those before them did. */
  const IN_ORDER: readonly Row[] = [
    ["connections add --label Spare", 0],
    ["connections show Spare", 0],
    ["connections rename Spare Other", 0],
    ["connections retry Other", 1],
    ["connections remove Other", 0],
    ["tokens create bot --scope read:positions", 0],
    ["tokens rotate bot --overlap-hours 0", 0],
    ["logout Ben", 0],
    ["keys history", 0],
    ["keys generate", 0],
    ["keys apply", 0],
    ["keys retire 0000000000000000", 8],
    ["keys renew-data-keys", 0],
  ];

  /** Each once, side by side. */
  const IN_ANY_ORDER: readonly Row[] = [
    ["status Ada", 0],
    ["refresh Ada", 0],
    ["accounts Ada", 0],
    ["positions Ada", 0],
    ["options KO --connection Ada --right put", 0],
    ["orders Ada --limit 2", 0],
    ["wheel Ada", 0],
    ["connections list", 0],
    ["session export ada.pickle --connection Ada", 0],
    ["session import ada.json --connection Ada", 8],
    ["whoami --as nobody@example.com", 8],
    ["mcp --as nobody@example.com", 8],
    ["tokens list", 0],
    ["tokens revoke nothing", 8],
    ["tokens freeze", 0],
    ["tokens unfreeze --everyone", 0],
    ["users list", 0],
    ["users invite ben@example.com --role user", 0],
    ["users roles ben@example.com --role user", 8],
    ["users disable ben@example.com", 8],
    ["users enable ben@example.com", 8],
    ["audit --outcome success --limit 2", 0],
    ["settings", 0],
    ["settings set MAX_SESSIONS 9", 2],
    ["settings set API_RETRY_DELAY 2", 0],
    ["settings unset LOG_LEVEL", 0],
    ["settings history", 0],
    ["settings undo nothing", 8],
    ["settings export", 0],
    ["settings import nowhere.yaml", 2],
    ["keys", 0],
    ["credentials", 0],
    ["credentials move --to database", 0],
    ["metrics", 0],
    ["backup list --dir nowhere", 8],
    ["backup verify nothing.backup", 8],
    ["restore nothing.backup", 8],
    ["restore accept --sessions keep", 1],
    ["copy --to nowhere", 2],
    ["doctor", 0],
    ["db status", 0],
    ["db apply", 0],
    ["db make", 2],
    ["prepare", 0],
    ["serve --port none", 1],
    ["completion csh", 2],
  ];

  const tryOne = async (words: string, code: number) => {
    const run = await wheelhouse([...words.split(" "), "--json"]);
    expect(run, run.screen).toMatchObject({ code });
    if (words.startsWith("serve")) expect(run.screen).toContain("--port must be a whole number");
    else if (code === 0) expect(() => JSON.parse(run.screen)).not.toThrow();
    else expect(JSON.parse(run.screen)).toMatchObject({ code: expect.any(String), name: expect.any(String) });
  };
  test.each(IN_ORDER)("%s ends with %i and answers in JSON", tryOne, LIMIT_MS);
  test.concurrent.each(IN_ANY_ORDER)("%s ends with %i and answers in JSON", tryOne, LIMIT_MS);

  test(
    "backup writes the file to where it was asked from",
    async () => {
      const copy = join(stage.folder, "copy.backup");
      const run = await wheelhouse(["backup", copy, "--json"]);
      expect(run.code).toBe(0);
      expect(JSON.parse(run.screen)).toMatchObject({ path: copy });
    },
    LIMIT_MS,
  );

  test("no command was forgotten", () => {
    const tried = ["setup", "login", "backup", ...[...IN_ORDER, ...IN_ANY_ORDER].map(([words]) => words)];
    const names = COMMAND_GROUPS.flatMap(({ commands }) => commands.map(({ name }) => name));
    expect(names.filter((name) => !tried.some((words) => `${words} `.startsWith(`${name} `)))).toEqual([]);
  });
});
