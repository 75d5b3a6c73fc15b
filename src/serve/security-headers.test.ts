import { describe, expect, it } from "vitest";
import { securityHeaders } from "@/serve/security-headers";

const facts = { nonce: "bm9uY2U=", isDev: false, isHttps: false, path: "/dashboard" };

describe("securityHeaders", () => {
  it("lets only our own and nonced scripts run", () => {
    const policy = securityHeaders(facts)["content-security-policy"];
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });

  it("lets the development server reload", () => {
    const policy = securityHeaders({ ...facts, isDev: true })["content-security-policy"];
    expect(policy).toContain("'strict-dynamic' 'unsafe-eval';");
    expect(policy).toContain("connect-src 'self' ws:;");
  });

  it("keeps pages and API replies out of every cache, not the built files", () => {
    expect(securityHeaders(facts)["cache-control"]).toBe("no-store");
    expect(securityHeaders({ ...facts, path: "/api/trpc/x" })["cache-control"]).toBe("no-store");
    expect(securityHeaders({ ...facts, path: "/_next/static/a.js" })).not.toHaveProperty("cache-control");
  });

  it("asks for https only where it is served", () => {
    expect(securityHeaders(facts)).not.toHaveProperty("strict-transport-security");
    expect(securityHeaders({ ...facts, isHttps: true })["strict-transport-security"]).toBe(
      "max-age=31536000",
    );
  });
});
