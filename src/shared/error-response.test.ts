import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "@/shared/app-error";
import { toErrorResponse } from "@/shared/error-response";
import { errorResponseSchema } from "@/shared/schemas/error-response";

const NOW = new Date("2026-03-02T14:30:00.000Z");
const respond = (error: unknown) => errorResponseSchema.parse(toErrorResponse(error, "r-1", NOW));

describe("toErrorResponse", () => {
  it("gives number, name, message, fields and wait of our own errors", () => {
    const error = new AppError("AUTH_RATE_LIMITED", undefined, {
      retryAfterSeconds: 29.2,
      fields: { email: "Wait a little" },
    });
    expect(respond(error)).toEqual({
      code: "1004",
      name: "AUTH_RATE_LIMITED",
      message: "Too many attempts, please try later",
      details: { email: "Wait a little" },
      retryAfter: 30,
      requestId: "r-1",
      timestamp: "2026-03-02T14:30:00.000Z",
    });
    expect(respond(new AppError("API_CONFLICT", "The owner stays admin."))).toMatchObject({
      message: "The owner stays admin.",
      details: null,
      retryAfter: null,
    });
  });

  it("keeps the words of a server's failure for the log", () => {
    const error = new AppError("STORAGE_READ_ERROR", "The database file /data/x.db is damaged");
    expect(respond(error)).toMatchObject({ code: "4001", message: "Stored data could not be read" });
  });

  it("names the fields of input that does not parse, each once", () => {
    const schema = z.object({
      inner: z.object({ text: z.string().min(5, "Longer").regex(/^a/, "Begin with a") }),
    });
    const { error } = schema.safeParse({ inner: { text: "b" } });
    expect(respond(error)).toMatchObject({
      code: "5001",
      name: "VALIDATION_INVALID_INPUT",
      details: { "inner.text": "Longer" },
    });
  });

  it.each([new Error("secret detail"), "secret detail", null])(
    "tells nothing of an unknown error",
    (error) => {
      const response = respond(error);
      expect(response).toMatchObject({ code: "3099", name: "API_UNEXPECTED", details: null });
      expect(JSON.stringify(response)).not.toContain("secret detail");
    },
  );
});
