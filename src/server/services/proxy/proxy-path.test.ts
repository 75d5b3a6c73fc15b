import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isProxyQuery, readProxyPath } from "@/server/services/proxy/proxy-path";

describe("the path of a proxied call", () => {
  it.each([
    ["positions/", "/positions/", "/positions/"],
    ["accounts/5AB12345", "/accounts/5AB12345", "/accounts/:id"],
    ["options/chains/0f1e2d3c-0000/", "/options/chains/0f1e2d3c-0000/", "/options/chains/:id/"],
    ["accounts/1/recent_day_trades/", "/accounts/1/recent_day_trades/", "/accounts/:id/recent_day_trades/"],
    ["%70ositions/a%20b/", "/positions/a%20b/", "/positions/:id/"],
    ["quotes/BRK.B/", "/quotes/BRK.B/", "/quotes/:id/"],
    [
      "corp_actions/v2/split_payments/",
      "/corp_actions/v2/split_payments/",
      "/corp_actions/v2/split_payments/",
    ],
    [
      "instruments/abcdefghijklmnopqrstuvwxyz/",
      "/instruments/abcdefghijklmnopqrstuvwxyz/",
      "/instruments/:id/",
    ],
  ])("%s", (text, path, route) => {
    expect(readProxyPath(text)).toMatchObject({ path, route });
  });

  it.each([
    "",
    "/",
    "/evil.example/",
    "//evil.example/",
    "a//b",
    "..",
    "a/../oauth2/token/",
    "a/%2e%2e/oauth2/token/",
    "a/.%2E/b",
    "./a",
    "a/...",
    "a%2foauth2",
    "a%5Cb",
    "a\\b",
    "a%00b",
    "a\nb",
    "a%0d%0aHost:x",
    "%252e%252e/a",
    "%zz",
    "%",
    "%e9",
    "ünicode",
    "%C3%BC",
    "a?b",
    "a#b",
    "a%3Fb",
    "oauth2;x/token/",
    "https://evil.example/",
  ])("is refused: %j", (text) => {
    expect(readProxyPath(text)).toBeNull();
  });

  it("is not endless", () => {
    expect(readProxyPath("a".repeat(2049))).toBeNull();
    expect(readProxyPath("a/".repeat(17))).toBeNull();
    expect(readProxyPath("a/".repeat(16))).not.toBeNull();
  });

  it("reads the same for judge and broker, whatever is sent", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "oauth2",
        "OAuth2",
        "%6fauth2",
        "..",
        "%2e%2e",
        ".",
        "/",
        "//",
        "\\",
        "%2f",
        "%5c",
        "%00",
      ),
      fc.constantFrom("@evil.example", ":80", "?", "#", ";", "%", "%25", "%0a", " ", "orders", "é"),
      fc.string({ unit: "binary-ascii", maxLength: 8 }),
    );
    const paths = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(paths, (text) => {
        const read = readProxyPath(text);
        if (read === null) return;
        const url = new URL(`https://broker.example${read.path}?a=b`);
        expect(url.origin).toBe("https://broker.example");
        expect(url.username + url.password + url.hash).toBe("");
        expect(url.pathname).toBe(read.path);
        // What a server would see after decoding once is what was judged, and decoding again changes nothing.
        const parts = url.pathname.replace(/^\/|\/$/g, "").split("/");
        expect(parts.map((part) => decodeURIComponent(part).toLowerCase())).toEqual(read.segments);
        expect(read.segments.every((segment) => decodeURIComponent(segment) === segment)).toBe(true);
        expect(read.segments.some((segment) => /^\.*$|[/\\;?#%]|\p{Cc}/u.test(segment))).toBe(false);
        expect(readProxyPath(read.path.slice(1))).toEqual(read);
        expect(read.route).toMatch(/^(\/(:id|[a-z][a-z_-]*\d?))+\/?$/);
      }),
      { numRuns: 1000 },
    );
  });
});

it("takes a query of printable characters without a fragment", () => {
  expect(isProxyQuery("")).toBe(true);
  expect(isProxyQuery("a=b&c[]=%20d,e/f?g")).toBe(true);
  for (const text of ["a#b", "a b", "a\nb", "ü", "\u0000", "a".repeat(8193)]) {
    expect(isProxyQuery(text)).toBe(false);
  }
});
