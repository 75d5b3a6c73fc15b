import { describe, expect, it } from "vitest";
import { requestFacts } from "@/server/auth/request-facts";

describe("requestFacts", () => {
  it("takes address and id from our own server's headers", () => {
    const headers = new Headers({
      "x-wheelhouse-client-address": "203.0.113.7",
      "x-wheelhouse-request-id": "r-1",
      "user-agent": "Browser\t1",
      "x-forwarded-for": "198.51.100.1",
    });
    expect(requestFacts(headers)).toEqual({
      id: "r-1",
      ipAddress: "203.0.113.7",
      userAgent: "Browser 1",
      interface: "web",
    });
  });

  it("bounds what the client claims, and copes with nothing", () => {
    expect(requestFacts(new Headers({ "user-agent": "x".repeat(5000) }), "api").userAgent).toHaveLength(400);
    expect(requestFacts(new Headers(), "api")).toEqual({
      id: "unknown",
      ipAddress: null,
      userAgent: null,
      interface: "api",
    });
  });
});
