import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { COMMAND_GROUPS } from "@/cli/command-list";
import { createInstall } from "@/cli/install";
import { runCommandLine } from "@/cli/run-command-line";
import type { Terminal } from "@/cli/terminal";
import { readEnvironment, readHeadlessEnvironment } from "@/env";
import type { RunningSandbox } from "@/sandbox/server";
import { startSandbox } from "@/sandbox/server";
import { systemClock } from "@/server/clock";
import { systemRandom } from "@/server/random";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

export const OWNER_PASSWORD = "tidal copper lantern";

/** What came of a command. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The one JSON document on standard output. */
  json(): unknown;
  /** The ErrorResponse on standard error. */
  error(): unknown;
}

export interface CliPerson {
  /** What is typed at a prompt, by a part of it; undefined leaves it open. */
  readonly type?: (prompt: string) => string | undefined;
  /** Keys for whoever hears them. */
  readonly press?: (press: (key: string) => void) => void;
  /** What is piped in. */
  readonly input?: string;
  /** Hears each line of standard error, and may press Ctrl-C. */
  readonly watch?: (line: string, interrupt: () => void) => void;
  readonly variables?: Record<string, string>;
  readonly hasColour?: boolean;
}

/** The command line on an install of its own: real database, real sandbox, only the terminal is played. */
export interface CliStage {
  readonly sandbox: RunningSandbox;
  readonly folder: string;
  readonly database: TestDatabase;
  /** Runs `wheelhouse` with these words; a person sits there where one is given. */
  run(words: readonly string[], person?: CliPerson): Promise<CliResult>;
}

/** Sets the stage up for the tests of the file that calls it; with an owner, unless that is what is tested. */
export function cliStage(options: { readonly hasOwner?: boolean } = {}): CliStage {
  let folder = "";
  let sandbox: RunningSandbox;
  let database: TestDatabase;

  const variables = (): Record<string, string> => ({
    DATA_DIR: join(folder, "data"),
    DATABASE_URL: database.databaseUrl,
    ROBINHOOD_API_URL: sandbox.url,
    ROBINHOOD_IDENTI_URL: sandbox.url,
    ROBINHOOD_BONFIRE_URL: sandbox.url,
    PUBLIC_URL: sandbox.url,
    API_RETRY_COUNT: "0",
    RATE_LIMIT_REQUESTS: "6000",
    MAX_SESSIONS: "50",
  });
  const run: CliStage["run"] = async (words, person) => {
    const out: string[] = [];
    const err: string[] = [];
    const source = { ...variables(), ...person?.variables };
    const code = await runCommandLine(
      {
        groups: COMMAND_GROUPS,
        terminal: playedTerminal(out, err, person),
        install: (actAs) =>
          createInstall({
            readEnvironment: () => readEnvironment(source),
            readHeadless: () => readHeadlessEnvironment(source),
            open: async (environment) => {
              const { buildContainer } = await import("@/server/container");
              return buildContainer(environment);
            },
            actAs,
            startFolder: folder,
          }),
        now: () => systemClock.now(),
        newRequestId: () => systemRandom.uuid(),
      },
      words,
    );
    return {
      code,
      out: out.join("\n"),
      err: err.join("\n"),
      json: () => JSON.parse(out.join("\n")),
      error: () => JSON.parse(err.at(-1) ?? ""),
    };
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wheelhouse-cli-"));
    sandbox = await startSandbox({ port: 0 });
    database = await createTestDatabase({ empty: true });
    if (options.hasOwner === false) return;
    const words = ["setup", "--email", "owner@example.com", "--name", "Olga", "--password-stdin"];
    const { code, err } = await run(words, { input: `${OWNER_PASSWORD}\n` });
    if (code !== 0) throw new Error(err);
  });
  afterAll(async () => {
    await sandbox.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get sandbox() {
      return sandbox;
    },
    get folder() {
      return folder;
    },
    get database() {
      return database;
    },
    run,
  };
}

function playedTerminal(out: string[], err: string[], person: CliPerson = {}): Terminal {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const tell = (line: string) => {
    err.push(line);
    person.watch?.(line, interrupt);
  };
  return {
    out: (line) => {
      out.push(line);
    },
    error: tell,
    isInteractive: person.type !== undefined,
    hasColour: person.hasColour ?? false,
    ask: (prompt) =>
      new Promise((resolve) => {
        tell(prompt);
        const typed = person.type?.(prompt);
        if (typed !== undefined) resolve(typed);
      }),
    onKey: (listener) => {
      queueMicrotask(() => person.press?.(listener));
      return () => {};
    },
    status: (line) => {
      if (line !== null) tell(line);
    },
    readInput: async () => person.input ?? "",
    interrupted: interruption.signal,
    close: () => {},
  };
}
