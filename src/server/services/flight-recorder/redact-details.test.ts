import { describe, expect, it } from "vitest";
import { LEFT_OUT, redactDetails } from "@/server/services/flight-recorder/redact-details";

const seen = (text: string) => redactDetails({ text })["text"];

describe("details in a file", () => {
  it.each([
    "AUTH_REFRESH_ANSWER_LOST",
    "/accounts/{account}/portfolio/",
    "robinhood:api.example.test:refresh",
    "2026-11-22T14:00:00.000Z",
    "41234567-1234-4234-8234-123456789012",
    "keep alive, not due (yet)",
    "",
  ])("keep %j", (text) => {
    expect(seen(text)).toBe(text);
  });

  it.each([
    ["an address", "ada@example.com"],
    ["an account number", "account 512345678"],
    ["a token", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"],
    ["a signed token", "abc.eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.x"],
    ["a password with signs", "p@ss!word"],
    ["words without end", "no ".repeat(60)],
  ])("leave out %s", (_name, text) => {
    expect(seen(text)).toBe(LEFT_OUT);
  });

  it("keep numbers, truth and nothing as they are", () => {
    expect(redactDetails({ tookMs: 123_456, lost: true, code: null })).toEqual({
      tookMs: 123_456,
      lost: true,
      code: null,
    });
  });
});
