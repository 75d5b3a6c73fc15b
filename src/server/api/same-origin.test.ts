import { describe, expect, it } from "vitest";
import { isSameOrigin } from "@/server/api/same-origin";

const publicOrigin = "https://wheelhouse.example";
const ask = (method: string, headers: Record<string, string>) =>
  isSameOrigin(method, new Headers(headers), publicOrigin);

describe("isSameOrigin", () => {
  it.each([
    ["a read from anywhere", "GET", { "sec-fetch-site": "cross-site" }, true],
    ["our own page", "POST", { "sec-fetch-site": "same-origin" }, true],
    ["another site", "POST", { "sec-fetch-site": "cross-site" }, false],
    ["a sibling subdomain", "POST", { "sec-fetch-site": "same-site" }, false],
    ["an address typed by hand", "POST", { "sec-fetch-site": "none" }, false],
    ["an older browser on our page", "POST", { origin: publicOrigin }, true],
    [
      "an older browser by another name of this server",
      "POST",
      { origin: "https://localhost:3000", host: "localhost:3000" },
      true,
    ],
    [
      "an older browser elsewhere",
      "POST",
      { origin: "https://evil.example", host: "wheelhouse.example" },
      false,
    ],
    [
      "plain http to the same host",
      "POST",
      { origin: "http://localhost:3000", host: "localhost:3000" },
      false,
    ],
    ["a sandboxed frame", "POST", { origin: "null", host: "localhost:3000" }, false],
    ["no browser at all", "POST", {}, true],
  ] as const)("%s", (_who, method, headers, expected) => {
    expect(ask(method, headers)).toBe(expected);
  });
});
