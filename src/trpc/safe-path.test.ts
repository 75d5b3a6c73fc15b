import { describe, expect, it } from "vitest";
import { safePath, signInPath } from "@/trpc/safe-path";

describe("safePath", () => {
  it.each(["/dashboard", "/admin/audit?severity=INFO&q=a%20b", "/settings/connections/abc-1"])(
    "keeps %s",
    (path) => {
      expect(safePath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    null,
    "",
    "dashboard",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/a b",
    "/sign-in?next=/sign-in",
    "/api/auth/signout",
  ])("turns %j into the dashboard", (path) => {
    expect(safePath(path)).toBe("/dashboard");
  });
});

describe("signInPath", () => {
  it("leads back, but says nothing where the dashboard is meant", () => {
    expect(signInPath("/admin/audit?q=x")).toBe("/sign-in?next=%2Fadmin%2Faudit%3Fq%3Dx");
    expect(signInPath("/dashboard")).toBe("/sign-in");
    expect(signInPath("//evil.example")).toBe("/sign-in");
  });
});
