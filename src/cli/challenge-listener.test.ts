import { describe, expect, test } from "vitest";
import { challengeListener } from "@/cli/challenge-listener";
import type { CommandCall } from "@/cli/command-spec";
import { createInstall } from "@/cli/install";
import type { Challenge } from "@/shared/schemas/challenge";
import { FixedClock } from "@/test/fixed-clock";

const clock = new FixedClock();
const endsAt = new Date(clock.now().getTime() + 90_000);
const base: Challenge = {
  kind: "prompt",
  destination: null,
  expiresAt: null,
  attemptsLeft: null,
  alternatives: [],
  url: null,
  lastCodeRejected: false,
};

/** Asks for the challenge; `typed` are the answers to its prompts. */
function ask(given: Partial<Challenge>, typed: readonly string[] = [], mayAsk = true) {
  const lines: string[] = [];
  const left = [...typed];
  const over = new AbortController();
  let press: (key: string) => void = () => {};
  const call: CommandCall = {
    words: [],
    options: {},
    isJson: false,
    mayAsk,
    groups: [],
    install: createInstall({
      readEnvironment: () => {
        throw new Error("not read");
      },
      readHeadless: () => {
        throw new Error("not read");
      },
      open: () => Promise.reject(new Error("not opened")),
      actAs: undefined,
      startFolder: "/",
    }),
    terminal: {
      out: () => {},
      error: (line) => {
        lines.push(line);
      },
      isInteractive: true,
      hasColour: false,
      ask: async (prompt) => {
        lines.push(prompt);
        return left.shift() ?? "";
      },
      onKey: (listener) => {
        press = listener;
        return () => {
          press = () => {};
        };
      },
      status: (line) => {
        lines.push(line ?? "(wiped)");
      },
      readInput: async () => "",
      interrupted: new AbortController().signal,
      close: () => {},
    },
  };
  const reply = challengeListener(call, clock).challenge({
    challenge: { ...base, ...given },
    endsAt,
    signal: over.signal,
  });
  return { reply, lines, over, press: (key: string) => press(key) };
}

describe("challenges at a terminal", () => {
  test("nobody to ask gives up at once", async () => {
    expect(await ask({}, [], false).reply).toEqual({ kind: "give_up" });
  });

  test("a code says where it went and how many tries are left", async () => {
    const given = { kind: "sms", destination: "•••• 12", attemptsLeft: 1, lastCodeRejected: true } as const;
    const { reply, lines } = ask(given, ["123 456"]);
    expect(await reply).toEqual({ kind: "answer", answer: { kind: "code", code: "123456" } });
    expect(lines).toEqual([
      "The code was not accepted.",
      "The broker wants a code by text message to •••• 12; 1 min 30 s left.",
      "Code (1 try left): ",
    ]);
  });

  test("another way may be chosen where a code is asked for", async () => {
    const { reply, lines } = ask({ kind: "app", alternatives: ["prompt", "email"] }, ["S"]);
    expect(await reply).toEqual({ kind: "switch", to: "email" });
    expect(lines).toContain("Type s and Enter for a code by e-mail instead.");
    expect(lines).toContain("Code: ");
  });

  test("an address is pasted whole", async () => {
    const page = "https://broker.example/authorise";
    const { reply, lines } = ask({ kind: "redirect", url: page }, [
      "no address",
      "https://127.0.0.1/?code=x",
    ]);
    expect(await reply).toEqual({
      kind: "answer",
      answer: { kind: "redirected", url: "https://127.0.0.1/?code=x" },
    });
    expect(lines[0]).toBe(`Sign in at ${page},`);
    expect(lines).toContain("  That is no whole address; it begins with https://.");
    expect(ask({ kind: "redirect" }, ["https://x.example"]).lines[0]).toBe("Sign in at the broker's page,");
  });

  test("an approval counts down until it is over, and other keys do nothing", async () => {
    const { lines, over, press } = ask({ destination: "Ada's phone" });
    expect(lines).toEqual([
      "Approve the sign-in in the broker's app on Ada's phone.",
      "Waiting, 1 min 30 s left (Ctrl-C cancels) ",
    ]);
    press("s");
    over.abort();
    expect(lines.at(-1)).toBe("(wiped)");
    await Promise.resolve();
    expect(lines).toHaveLength(3);
  });

  test("a gateway is named, and a key chooses another way", async () => {
    const { reply, lines, press } = ask({
      kind: "gateway",
      url: "https://localhost:5000",
      alternatives: ["app"],
    });
    expect(lines[0]).toBe("Sign in at https://localhost:5000; it goes on here by itself.");
    expect(lines[1]).toContain("s for a code of your authenticator app instead");
    press("s");
    expect(await reply).toEqual({ kind: "switch", to: "app" });
  });
});
