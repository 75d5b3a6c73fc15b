import { describe, expect, it } from "vitest";
import { deviceCookieHeader, deviceCookieName, readCookie, sessionCookieName } from "@/server/auth/cookies";
import { Secret } from "@/shared/secret";

const http = { publicUrl: "http://127.0.0.1:3000", secret: new Secret("s") };
const https = { publicUrl: "https://wheelhouse.example.com", secret: new Secret("s") };

describe("cookies", () => {
  it("are bound to the host on https", () => {
    expect([sessionCookieName(http), sessionCookieName(https)]).toEqual([
      "wheelhouse.session",
      "__Host-wheelhouse.session",
    ]);
    expect([deviceCookieName(http), deviceCookieName(https)]).toEqual([
      "wheelhouse.device",
      "__Host-wheelhouse.device",
    ]);
    expect(deviceCookieHeader(http, "v")).toBe(
      "wheelhouse.device=v; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax",
    );
    expect(deviceCookieHeader(https, "v")).toMatch(
      /^__Host-wheelhouse\.device=v; .*; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it.each([
    ["a=1; b=x%7Ey; c=3", "x~y"],
    ["b=first; b=second", "first"],
    ["b=", null],
    ["bb=1; b", null],
    ["b=%zz", null],
    ["", null],
  ])("are read from %j as %j", (header, value) => {
    expect(readCookie(new Headers({ cookie: header }), "b")).toBe(value);
  });

  it("are absent without the header", () => {
    expect(readCookie(new Headers(), "b")).toBeNull();
  });
});
