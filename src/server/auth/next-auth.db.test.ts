import { createRequire } from "node:module";
import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuthSettings } from "@/server/auth/auth-settings";
import { handleAuthRequest } from "@/server/auth/handle-auth-request";
import { readActor } from "@/server/auth/read-actor";
import type { PasswordHasher } from "@/server/secrets/password-hasher.port";
import type { Services } from "@/server/services/service-context";
import { Secret } from "@/shared/secret";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

const EMAIL = "alice@example.com";
const HTTP: AuthSettings = {
  publicUrl: "http://localhost:3000",
  secret: new Secret("a secret for this test"),
};
const HTTPS: AuthSettings = { ...HTTP, publicUrl: "https://wheelhouse.example.com" };

let harness: ServiceHarness;

beforeEach(async () => {
  harness = await createServiceHarness();
  await harness.person({ id: "alice", email: EMAIL, roles: ["admin"] });
});
afterEach(() => harness.close());

/** A browser: keeps cookies and sends them back, as headers that our own server would have prepared. */
class Browser {
  readonly #jar = new Map<string, string>();
  readonly setCookies: string[] = [];

  constructor(
    readonly services: Services,
    readonly settings: AuthSettings,
    readonly address = "203.0.113.7",
  ) {}

  get headers(): Headers {
    return new Headers({
      cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; "),
      "x-wheelhouse-client-address": this.address,
      "x-wheelhouse-request-id": "r-1",
      "user-agent": "Test browser",
    });
  }

  cookie(name: string): string {
    return this.#jar.get(name) ?? "";
  }

  keep(name: string, value: string): void {
    this.#jar.set(name, value);
  }

  async send(
    path: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, string> }> {
    const headers = this.headers;
    if (form) headers.set("content-type", "application/x-www-form-urlencoded");
    // Next keeps the request's headers in a scope of its own, where next-auth looks for them.
    const scope: { headers: unknown; cookies: unknown } = createRequire(import.meta.url)("next/headers");
    scope.headers = async () => headers;
    scope.cookies = async () => ({ getAll: () => [...this.#jar].map(([name, value]) => ({ name, value })) });
    const request = new NextRequest(`http://localhost:3000/api/auth/${path}`, {
      method: form ? "POST" : "GET",
      headers,
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    const route = { params: Promise.resolve({ nextauth: path.split("/") }) };
    const response = await handleAuthRequest(this.services, this.settings, request, route);
    for (const header of response.headers.getSetCookie()) {
      this.setCookies.push(header);
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      this.#jar.set(name, decodeURIComponent(value));
    }
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  }

  async post(path: string, form: Record<string, string>) {
    const csrfToken = (await this.send("csrf")).body["csrfToken"] ?? "";
    const { status, body } = await this.send(path, { ...form, csrfToken, json: "true" });
    return { status, error: new URL(body["url"] ?? "http://none").searchParams.get("error") };
  }

  signIn(password: string, email = EMAIL) {
    return this.post("callback/credentials", { email, password });
  }

  actor() {
    return readActor(this.services, this.settings, this.headers);
  }
}

describe("signing in over next-auth", () => {
  it("gives a cookie that carries an app session and nothing about the person", async () => {
    const browser = new Browser(harness.services, HTTP);
    expect(await browser.actor()).toEqual({ type: "anonymous" });
    expect(await browser.signIn(PASSWORD)).toEqual({ status: 200, error: null });
    expect(await browser.actor()).toMatchObject({ type: "user", userId: "alice", roles: ["admin"] });
    const session = browser.setCookies.find((header) => header.startsWith("wheelhouse.session="));
    expect(session).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect((await browser.send("session")).body).toEqual({ expires: expect.any(String) });
    expect(await browser.actor()).toMatchObject({ userId: "alice" });
    expect((await harness.events())[0]).toMatchObject({
      eventType: "SIGN_IN",
      ipAddress: "203.0.113.7",
      requestId: "r-1",
      userAgent: "Test browser",
    });
  });

  it("uses secure cookies of this host alone on https", async () => {
    const browser = new Browser(harness.services, HTTPS);
    await browser.signIn(PASSWORD);
    const ours = browser.setCookies.filter((header) => header.includes("wheelhouse."));
    expect(ours).toHaveLength(2);
    for (const header of ours) expect(header).toMatch(/^__Host-wheelhouse\.(session|device)=.*Secure/);
    expect(await browser.actor()).toMatchObject({ userId: "alice" });
    const plain = new Browser(harness.services, HTTP);
    plain.keep("wheelhouse.session", browser.cookie("__Host-wheelhouse.session"));
    expect(await readActor(harness.services, HTTPS, plain.headers)).toEqual({ type: "anonymous" });
  });

  it("believes no cookie that is forged, altered or of another install", async () => {
    const browser = new Browser(harness.services, HTTP);
    await browser.signIn(PASSWORD);
    const cookie = browser.cookie("wheelhouse.session");
    expect(
      await readActor(harness.services, { ...HTTP, secret: new Secret("other") }, browser.headers),
    ).toEqual({
      type: "anonymous",
    });
    for (const wrong of ["nonsense", cookie.slice(0, -4), `${cookie.slice(0, -3)}AAA`]) {
      browser.keep("wheelhouse.session", wrong);
      expect(await browser.actor()).toEqual({ type: "anonymous" });
    }
  });

  it("tells the page the code's number, and how long to wait", async () => {
    const browser = new Browser(harness.services, HTTP);
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await browser.signIn("wrong password")).toEqual({ status: 401, error: "1001" });
    }
    expect(await browser.signIn(PASSWORD)).toEqual({ status: 401, error: "1004:30" });
    expect(await new Browser(harness.services, HTTP, "203.0.113.8").signIn("")).toEqual({
      status: 401,
      error: "1001",
    });
    expect(await browser.actor()).toEqual({ type: "anonymous" });
  });

  it("knows the browser again, so that others cannot lock it out", async () => {
    const browser = new Browser(harness.services, HTTP);
    await browser.signIn(PASSWORD);
    for (let turn = 0; turn < 6; turn += 1) {
      await new Browser(harness.services, HTTP, `192.0.2.${turn}`).signIn("wrong password");
    }
    expect(await browser.signIn(PASSWORD)).toEqual({ status: 200, error: null });
  });

  it("needs next-auth's anti-forgery token", async () => {
    const browser = new Browser(harness.services, HTTP);
    await browser.send("callback/credentials", {
      email: EMAIL,
      password: PASSWORD,
      csrfToken: "x",
      json: "true",
    });
    expect(await browser.actor()).toEqual({ type: "anonymous" });
    expect(await harness.events()).toEqual([]);
  });

  it("logs a failure of ours once, and tells the page only its number", async () => {
    const broken: PasswordHasher = {
      hash: harness.services.passwords.hash,
      verify: async () => {
        throw new Error("the disk is on fire");
      },
    };
    const browser = new Browser({ ...harness.services, passwords: broken }, HTTP);
    expect(await browser.signIn(PASSWORD)).toEqual({ status: 401, error: "3099" });
    const lines = harness.logLines.filter((line) => line.includes("the disk is on fire"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(PASSWORD);
  });
});

describe("signing out over next-auth", () => {
  it("ends the app session, so that a copy of the cookie is worth nothing", async () => {
    const browser = new Browser(harness.services, HTTP);
    await browser.signIn(PASSWORD);
    const stolen = browser.cookie("wheelhouse.session");
    await browser.post("signout", {});
    expect(await browser.actor()).toEqual({ type: "anonymous" });
    browser.keep("wheelhouse.session", stolen);
    expect(await browser.actor()).toEqual({ type: "anonymous" });
    await browser.post("signout", {});
    const events = (await harness.events()).map((event) => event.eventType);
    expect(events).toEqual(["SIGN_IN", "SIGN_OUT"]);
  });

  it("copes with a cookie that is not ours", async () => {
    const browser = new Browser(harness.services, HTTP);
    browser.keep("wheelhouse.session", "nonsense");
    expect((await browser.post("signout", {})).status).toBe(200);
    expect(await harness.events()).toEqual([]);
  });
});
