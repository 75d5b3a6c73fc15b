import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logOf } from "@/server/observability/logger";
import { createLogger, type LogFormat, type LogLevel } from "@/server/observability/pino-logger";
import { outsideRequests, withinRequest } from "@/server/observability/request-scope";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";

/** Control characters, ends of lines by Unicode, and marks that turn the direction of writing. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function capture(level: LogLevel = "DEBUG", format: LogFormat = "json") {
  const lines: string[] = [];
  const log = createLogger({
    level,
    format,
    clock: new FixedClock(),
    destinations: [{ kind: "writer", write: (line) => lines.push(line) }],
  });
  const last = (): unknown => JSON.parse(lines.at(-1) ?? "null");
  return { log, lines, last };
}

describe("createLogger", () => {
  it("writes one JSON object a line, with time and level", () => {
    const { log, lines, last } = capture();
    log.info({ requestId: "r-1", count: 3, at: new Date(0), missing: undefined }, "did something");
    expect(last()).toEqual({
      time: "2026-03-02T14:30:00.000Z",
      level: "INFO",
      requestId: "r-1",
      count: 3,
      at: "1970-01-01T00:00:00.000Z",
      message: "did something",
    });
    expect(lines[0]?.endsWith("}\n")).toBe(true);
  });

  it.each([
    ["DEBUG", ["DEBUG", "INFO", "WARNING", "ERROR"]],
    ["INFO", ["INFO", "WARNING", "ERROR"]],
    ["WARNING", ["WARNING", "ERROR"]],
    ["ERROR", ["ERROR"]],
  ] as const)("at level %s writes %s", (level, written) => {
    const { log, lines } = capture(level);
    log.debug({}, "d");
    log.info({}, "i");
    log.warn({}, "w");
    log.error({}, "e");
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(written);
  });

  it.each(["json", "text"] as const)("lets no value forge a line, as %s", (format) => {
    const forged =
      'x"}\n{"level":"ERROR","message":"all is lost"}\r\u0000\u001b[31m\u0085\u009b2J\u2028\u202e';
    const { log, lines } = capture("DEBUG", format);
    log.warn(
      { userAgent: forged, [forged]: 1, err: new Error(forged), level: "ERROR", time: forged },
      forged,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, -1)).not.toMatch(UNSAFE);
    expect(lines[0]).toMatch(
      format === "json"
        ? /^\{"level":"WARNING","time":"2026-03-02T14/
        : /^2026-03-02T14:30:00.000Z WARNING x/,
    );
  });

  it.each(["json", "text"] as const)("writes one line for whatever it is given, as %s", (format) => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\r\n", "\u2029", "\u001b]0;x\u0007", "\ud800"),
    );
    const values = fc.oneof(texts, fc.integer(), fc.array(texts), fc.dictionary(texts, texts));
    fc.assert(
      fc.property(fc.dictionary(texts, values), texts, (fields, message) => {
        const { log, lines } = capture("DEBUG", format);
        log.error(fields, message);
        expect(lines).toHaveLength(1);
        const line = lines[0] ?? "";
        expect(line.endsWith("\n")).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(UNSAFE);
        if (format === "text") expect(line).toMatch(/^2026-03-02T14:30:00\.000Z ERROR {3}/);
        else {
          const { level, message: written } = JSON.parse(line) as Record<string, string>;
          expect([level, written?.replace(/\p{Cs}/gu, "\ufffd")]).toEqual([
            "ERROR",
            message.replace(/\p{Cs}/gu, "\ufffd"),
          ]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each(["json", "text"] as const)("prints no secret, wherever it is, as %s", (format) => {
    const { log, lines } = capture("DEBUG", format);
    const secret = new Secret("canary-secret");
    const error = new AppError("STORAGE_READ_ERROR", "It failed", {
      cause: new Error("inner", { cause: secret }),
    });
    Object.assign(error, { request: { body: "canary-secret" } });
    log.error(
      {
        secret,
        deep: { list: [secret, { inside: secret }], password: "canary-secret" },
        Authorization: "Bearer canary-secret",
        refresh_token: "canary-secret",
        cookies: ["canary-secret"],
        bytes: Buffer.from("canary-secret"),
        err: error,
      },
      `${secret}`,
    );
    expect(lines.join("")).not.toContain("canary-secret");
    expect(lines.join("")).not.toContain(Buffer.from("canary-secret").toString("base64"));
    expect(lines.join("")).toContain("[redacted]");
  });

  it("writes text for people", () => {
    const { log, lines } = capture("DEBUG", "text");
    log.info({ requestId: "r-1", count: 3, why: "two words", list: ["a"] }, "did something");
    log.warn({}, "alone");
    expect(lines).toEqual([
      '2026-03-02T14:30:00.000Z INFO    did something requestId=r-1 count=3 why="two words" list=["a"]\n',
      "2026-03-02T14:30:00.000Z WARNING alone\n",
    ]);
  });

  it("keeps its own names for itself", () => {
    const { log, last } = capture();
    log.info({ level: "ERROR", time: "never", message: "other" }, "this");
    expect(last()).toEqual({
      level: "INFO",
      time: "2026-03-02T14:30:00.000Z",
      level_: "ERROR",
      time_: "never",
      message_: "other",
      message: "this",
    });
  });

  it("puts the request's id into each line, through all that the request waits for", async () => {
    const { log, lines } = capture();
    await withinRequest({ requestId: "r-1" }, async () => {
      await Promise.resolve();
      log.debug({}, "d");
      log.info({ requestId: "r-2" }, "its own");
      withinRequest({ requestId: "r-3", connectionId: "c-1" }, () => log.warn({}, "within"));
      outsideRequests(() => log.error({}, "outside"));
    });
    log.info({}, "after");
    const ids = lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId);
    expect(ids).toEqual(["r-1", "r-2", "r-3", undefined, undefined]);
    expect(lines[2]).toContain('"connectionId":"c-1"');
  });

  it("can be given fields that every line has", () => {
    const { log, lines } = capture();
    const own = logOf(logOf(log, { requestId: "r-1", work: "w" }), { requestId: "r-2" });
    own.debug({}, "d");
    own.info({}, "i");
    own.warn({}, "w");
    own.error({ requestId: "r-3" }, "e");
    const ids = lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId);
    expect(ids).toEqual(["r-2", "r-2", "r-2", "r-3"]);
    expect(lines.every((line) => line.includes('"work":"w"'))).toBe(true);
  });

  it("spells out errors with code and cause", () => {
    const { log, last } = capture();
    const cause = Object.assign(new Error("connect failed"), { code: "ECONNREFUSED" });
    log.error({ err: new AppError("CONN_NETWORK_ERROR", undefined, { cause }) }, "failed");
    expect(last()).toMatchObject({
      err: {
        name: "AppError",
        code: "CONN_NETWORK_ERROR",
        message: "Network connection failed",
        stack: expect.stringContaining("pino-logger.test"),
        cause: { name: "Error", code: "ECONNREFUSED", message: "connect failed" },
      },
    });
    const bare = new Error("bare");
    Reflect.deleteProperty(bare, "stack");
    log.error({ err: bare }, "failed");
    expect(last()).toMatchObject({ err: { name: "Error", message: "bare" } });
    expect(JSON.stringify(last())).not.toContain("stack");
  });

  it("bounds what it prints and survives odd values", () => {
    const { log, last } = capture();
    const loop: Record<string, unknown> = { name: "loop" };
    loop["self"] = loop;
    log.info(
      {
        loop,
        long: "x".repeat(5000),
        many: Array.from({ length: 200 }, (_, index) => index),
        big: 12n,
        when: new Date(Number.NaN),
        call: () => undefined,
        sign: Symbol("s"),
        token: null,
        deep: { a: { b: { c: { d: { e: { f: { g: "too deep" } } } } } } },
      },
      "odd",
    );
    const line = last() as Record<string, unknown> & { long: string; many: unknown[] };
    expect(line).toMatchObject({
      loop: { name: "loop", self: "[…]" },
      big: "12",
      when: null,
      token: null,
    });
    expect(line.long).toHaveLength(4001);
    expect(line.many).toHaveLength(100);
    expect(line).not.toHaveProperty("call");
    expect(JSON.stringify(line)).not.toContain("too deep");
  });

  it("can write to standard output", () => {
    expect(() =>
      createLogger({ level: "ERROR", clock: new FixedClock(), destinations: [{ kind: "stdout" }] }).debug(
        {},
        "no",
      ),
    ).not.toThrow();
  });
});
