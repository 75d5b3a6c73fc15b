import { TRPCClientError } from "@trpc/client";
import { describe, expect, it } from "vitest";
import { toErrorResponse } from "@/trpc/error-response";

const RESPONSE = {
  code: "3003",
  name: "API_PERMISSION_DENIED",
  message: "Your role does not allow this",
  details: null,
  retryAfter: null,
  requestId: "r-1",
  timestamp: "2026-11-21T14:03:09.000Z",
};

function thrown(data: Record<string, unknown>): unknown {
  return TRPCClientError.from({ error: { message: "x", code: -32603, data } });
}

describe("toErrorResponse", () => {
  it("takes the server's own response", () => {
    expect(toErrorResponse(thrown({ response: RESPONSE }))).toEqual(RESPONSE);
  });

  it.each([[{}], [{ response: { code: 1 } }]])("says that no answer came for %j", (data) => {
    expect(toErrorResponse(thrown(data))).toMatchObject({ name: "CONN_NETWORK_ERROR", requestId: "" });
  });

  it("knows a broken line", () => {
    expect(toErrorResponse(TRPCClientError.from(new TypeError("fetch failed")))).toMatchObject({
      code: "2001",
    });
  });

  it("does not repeat what it does not know", () => {
    const response = toErrorResponse(new Error("secret inside"));
    expect(response).toMatchObject({ code: "3099", message: "Something went wrong" });
  });
});
