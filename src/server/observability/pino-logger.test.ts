import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLogger, type LogLevel } from "@/server/observability/pino-logger";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";

function capture(level: LogLevel = "DEBUG") {
  const lines: string[] = [];
  const log = createLogger({
    level,
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

  it("lets no value forge a line", () => {
    const { log, lines, last } = capture();
    const forged = 'x"}\n{"level":"ERROR","message":"all is lost"}\r\u0000\u001b[31m\u2028';
    log.warn({ userAgent: forged, [forged]: 1 }, forged);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(last()).toMatchObject({ level: "WARNING", userAgent: forged, message: forged });
  });

  it("prints no secret, wherever it is", () => {
    const { log, lines } = capture();
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

  it("appends to a private file, making its folder, as well as to other places", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wheelhouse-log-"));
    const path = join(folder, "logs", "app.log");
    const lines: string[] = [];
    const log = createLogger({
      level: "INFO",
      clock: new FixedClock(),
      destinations: [
        { kind: "file", path },
        { kind: "writer", write: (line) => lines.push(line) },
      ],
    });
    log.info({}, "first");
    log.info({}, "second");
    expect(await readFile(path, "utf8")).toBe(lines.join(""));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
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
