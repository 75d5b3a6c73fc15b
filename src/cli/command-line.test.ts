import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMMAND_GROUPS } from "@/cli/command-list";
import type { CommandGroup, CommandRun } from "@/cli/command-spec";
import { EXIT_CODES, exitCodeOf } from "@/cli/exit-codes";
import type { OpenInstall } from "@/cli/install";
import { runCommandLine } from "@/cli/run-command-line";
import type { Terminal } from "@/cli/terminal";
import { EnvironmentError, readCommandLineEnvironment } from "@/env";
import { AppError } from "@/shared/app-error";
import { APP_VERSION } from "@/shared/app-version";
import { FixedClock } from "@/test/fixed-clock";

const clock = new FixedClock();
const DOCS = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");

const install: OpenInstall = {
  environment: () => {
    throw new EnvironmentError(["Set this.", "Set that."]);
  },
  headless: () => {
    throw new EnvironmentError([]);
  },
  services: () => Promise.reject(new Error("not opened")),
  actAs: undefined,
  pathOf: (typed) => typed,
  opened: null,
  close: async () => {},
};

/** Runs words at a command line with one command `do` that does this. */
async function run(
  words: readonly string[],
  act: CommandRun = async () => 0,
  groups?: readonly CommandGroup[],
) {
  const out: string[] = [];
  const err: string[] = [];
  const interruption = new AbortController();
  const terminal: Terminal = {
    out: (line) => {
      out.push(line);
    },
    error: (line) => {
      err.push(line);
    },
    isInteractive: true,
    hasColour: false,
    ask: () => Promise.resolve(""),
    onKey: () => () => {},
    status: () => {},
    readInput: async () => "",
    interrupted: interruption.signal,
    close: () => {},
  };
  const examples = [["wheelhouse do", "do it"]] as const;
  const only: CommandGroup = {
    title: "Things",
    commands: [{ name: "do", summary: "Do it", examples, load: async () => act }],
  };
  const code = await runCommandLine(
    {
      groups: groups ?? [only],
      terminal,
      install: () => install,
      now: () => clock.now(),
      newRequestId: () => "request-1",
    },
    words,
  );
  return { code, out: out.join("\n"), err: err.join("\n"), interruption };
}

const failing =
  (error: unknown): CommandRun =>
  () =>
    Promise.reject(error);

describe("the command line", () => {
  test("tells its version and its help", async () => {
    expect(await run(["--version"])).toMatchObject({ code: 0, out: APP_VERSION });
    const help = await run(["--help"]);
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain("Things:\n  do");
    expect(help.out).toContain("  130  Cancelled with Ctrl-C");
    expect((await run(["do", "--help"])).out).toContain("Examples:\n  wheelhouse do\n      do it");
  });

  test("what makes no sense ends with 2, with a hint or as JSON", async () => {
    expect(await run(["dance"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("unknown command 'dance'"),
    });
    expect(await run(["do", "x"])).toMatchObject({ code: 2 });
    expect(await run([])).toMatchObject({ code: 2, err: expect.stringContaining("Usage: wheelhouse") });
    const { code, err } = await run(["do", "--what", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({
      name: "API_INVALID_REQUEST",
      message: "unknown option '--what'",
    });
    expect(JSON.parse((await run(["--json"])).err)).toMatchObject({ message: "Which command?" });
  });

  test("errors are told with number, fields, time and remedy, or as one ErrorResponse", async () => {
    const error = new AppError("AUTH_LOGIN_LOCKED", undefined, {
      retryAfterSeconds: 90,
      fields: { password: "wrong", "": "all of it" },
    });
    expect(await run(["do"], failing(error))).toMatchObject({
      code: 5,
      out: "",
      err: [
        "Not done (1008): Sign-in to this broker is paused",
        "  password: wrong",
        "  all of it",
        "  Try again in 1 min 30 s.",
        "  Wait until the time that is shown. Meanwhile, check the password in the broker's own app.",
      ].join("\n"),
    });
    const json = await run(
      ["do", "--json"],
      failing(new AppError("STORAGE_READ_ERROR", "The disk is gone.")),
    );
    expect(JSON.parse(json.err)).toEqual({
      code: "4001",
      name: "STORAGE_READ_ERROR",
      message: "The disk is gone.",
      details: null,
      retryAfter: null,
      requestId: "request-1",
      timestamp: "2026-03-02T14:30:00.000Z",
    });
    const settings = await run(["do"], async (call) => {
      call.install.environment();
      return 0;
    });
    expect(settings).toMatchObject({ code: 2, err: "Not done (5001): Set this.\nSet that." });
  });

  test("a mistake of ours is not hidden", async () => {
    const bug = await run(["do"], failing(new TypeError("a mistake")));
    expect(bug.code).toBe(1);
    expect(bug.err).toMatch(/TypeError: a mistake[\s\S]*Not done \(3099\): Something went wrong/);
    expect((await run(["do"], failing("text"))).code).toBe(1);
  });

  test("Ctrl-C leaves a command that does not end by itself", async () => {
    const forever = await Promise.race([
      run(["do"], ({ terminal }) => {
        queueMicrotask(() => terminal.interrupted.dispatchEvent(new Event("abort")));
        return new Promise(() => {});
      }),
    ]);
    expect(forever.code).toBe(130);
  });

  test("--no-input means that nobody is asked", async () => {
    const asks: boolean[] = [];
    const act: CommandRun = async ({ mayAsk }) => {
      asks.push(mayAsk);
      return 0;
    };
    await run(["do"], act);
    await run(["do", "--no-input"], act);
    expect(asks).toEqual([true, false]);
  });
});

describe("every command", () => {
  const specs = COMMAND_GROUPS.flatMap(({ commands }) => commands);

  test.each(specs.map((spec) => [spec.name, spec] as const))(
    "%s has help that teaches, and can be loaded",
    async (name, spec) => {
      const help = await run([...name.split(" "), "--help"], undefined, COMMAND_GROUPS);
      expect(help.code).toBe(0);
      const plain = help.out.replace(/\s+/g, " ");
      for (const [line] of spec.examples) expect(plain).toContain(line.replace(/\s+/g, " "));
      expect(plain).toContain("--json");
      expect(typeof (await spec.load())).toBe("function");
    },
  );

  test("takes no secret as an argument", () => {
    const flags = specs.flatMap(({ options = [] }) => options.map((option) => option.flags));
    expect(flags.filter((text) => /(password|secret|passphrase|token|code).*</i.test(text))).toEqual([]);
  });

  test("stands in the documentation with an example, and nothing else does", () => {
    const headings = [...DOCS.matchAll(/^### `wheelhouse ([a-z -]+)`/gm)].map(([, name]) => name);
    expect(headings.toSorted()).toEqual(specs.map(({ name }) => name).toSorted());
    for (const { name } of specs) {
      const section = DOCS.split(`### \`wheelhouse ${name}\``)[1]?.split(/^##/m)[0] ?? "";
      expect(section, name).toContain(`wheelhouse ${name}`);
    }
  });

  test("may end with the codes of the table in the documentation", () => {
    const rows = [...DOCS.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning]) => [
      Number(code),
      meaning,
    ]);
    expect(rows).toEqual(Object.values(EXIT_CODES).map(({ code, meaning }) => [code, meaning]));
    expect(exitCodeOf("AUTH_INVALID_CREDENTIALS")).toBe(3);
  });
});

describe("the environment of the command line", () => {
  test("names the person, the session file, and whether colours are unwanted", () => {
    expect(readCommandLineEnvironment({})).toEqual({
      actAs: undefined,
      isPlain: false,
      sessionCachePath: undefined,
    });
    expect(
      readCommandLineEnvironment({
        WHEELHOUSE_AS: " a@example.com ",
        NO_COLOR: "1",
        SESSION_CACHE_PATH: "x.pickle",
      }),
    ).toEqual({ actAs: "a@example.com", isPlain: true, sessionCachePath: "x.pickle" });
    expect(readCommandLineEnvironment({ TERM: "dumb" }).isPlain).toBe(true);
  });
});
