import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { logApiError } from "@/server/api/log-api-error";
import { createLogger } from "@/server/observability/pino-logger";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import { FixedClock } from "@/test/fixed-clock";

function linesOf(error: TRPCError): string[] {
  const lines: string[] = [];
  const log = createLogger({
    level: "DEBUG",
    clock: new FixedClock(),
    destinations: [{ kind: "writer", write: (line) => lines.push(line) }],
  });
  logApiError({ error, path: "connections.get", ctx: { log, request: { id: "request-1" } } });
  return lines;
}

const wrapped = (code: ErrorCode) =>
  new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new AppError(code) });

describe("logApiError", () => {
  it("says nothing of the caller's own mistakes", () => {
    expect(linesOf(wrapped("API_RESOURCE_NOT_FOUND"))).toEqual([]);
    expect(linesOf(new TRPCError({ code: "BAD_REQUEST" }))).toEqual([]);
  });

  it("warns of our own failures, with path and request id", () => {
    const [line] = linesOf(wrapped("STORAGE_WRITE_ERROR"));
    expect(JSON.parse(line ?? "")).toMatchObject({
      level: "WARNING",
      path: "connections.get",
      requestId: "request-1",
    });
  });

  it("logs an unknown error once, with its cause", () => {
    const lines = linesOf(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new RangeError("odd") }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("odd");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "ERROR" });
  });
});
