import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toKnownError, toTrpcError } from "@/server/api/error-mapping";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { toErrorResponse } from "@/shared/error-response";

const now = new Date("2026-03-02T14:30:00Z");
const zodError = z.object({ name: z.string() }).safeParse({}).error;
const told = (error: TRPCError) => toErrorResponse(toKnownError(error), "request-1", now);

describe("toTrpcError", () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])("gives %s the HTTP status of its row", (code) => {
    const mapped = toTrpcError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new AppError(code) }));
    const statuses = {
      BAD_REQUEST: 400,
      UNAUTHORIZED: 401,
      FORBIDDEN: 403,
      NOT_FOUND: 404,
      CONFLICT: 409,
      UNPROCESSABLE_CONTENT: 422,
      TOO_MANY_REQUESTS: 429,
      INTERNAL_SERVER_ERROR: 500,
      BAD_GATEWAY: 502,
      SERVICE_UNAVAILABLE: 503,
      GATEWAY_TIMEOUT: 504,
    } as const satisfies Partial<Record<TRPCError["code"], number>>;
    expect(Reflect.get(statuses, mapped.code)).toBe(ERROR_CODES[code].httpStatus);
  });

  it("leaves other errors as they are", () => {
    const error = new TRPCError({ code: "NOT_FOUND" });
    expect(toTrpcError(error)).toBe(error);
  });
});

describe("what the caller is told", () => {
  it("of input that does not parse: the fields", () => {
    expect(told(new TRPCError({ code: "BAD_REQUEST", cause: zodError }))).toMatchObject({
      code: "5001",
      details: { name: expect.any(String) },
      requestId: "request-1",
    });
  });

  it("of an answer that fails our own schema: nothing but that something went wrong", () => {
    expect(told(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: zodError }))).toMatchObject({
      name: "API_UNEXPECTED",
      details: null,
    });
  });

  it.each([
    ["NOT_FOUND", "API_RESOURCE_NOT_FOUND"],
    ["BAD_REQUEST", "API_INVALID_REQUEST"],
    ["PARSE_ERROR", "API_INVALID_REQUEST"],
    ["METHOD_NOT_SUPPORTED", "API_INVALID_REQUEST"],
    ["UNSUPPORTED_MEDIA_TYPE", "API_INVALID_REQUEST"],
  ] as const)("of the transport's %s: %s", (code, name) => {
    expect(told(new TRPCError({ code })).name).toBe(name);
  });

  it("of an error of ours: its code, fields and the wait", () => {
    const cause = new AppError("AUTH_LOGIN_LOCKED", undefined, { retryAfterSeconds: 29.2 });
    expect(told(new TRPCError({ code: "TOO_MANY_REQUESTS", cause }))).toMatchObject({
      code: "1008",
      retryAfter: 30,
      timestamp: now.toISOString(),
    });
  });
});
