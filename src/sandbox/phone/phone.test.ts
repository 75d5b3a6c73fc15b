import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SandboxClient, startTestSandbox } from "../sandbox-client";
import { html } from "./html";

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(() => client.sandbox.control.reset());

const page = async (path: string) => (await client.get(path)).text;

describe("phone pages", () => {
  it("lists everyone, with who has something waiting", async () => {
    expect((await client.get("/")).headers.get("location")).toBe("/phone");
    expect((await client.get("/phone/")).headers.get("location")).toBe("/phone");
    const list = await page("/phone");
    expect(list).toContain('<a id="to-ada" href="/phone/ada">Ada Example</a>');
    expect(list).toContain("Locked");
    await client.openPathfinder("ada");
    await client.tokens("hana");
    const live = await page("/phone/live");
    expect(live).toContain("1 waiting");
    expect(live).toContain("Signed in");
    expect(live).not.toContain("<html");
  });

  it("approves and denies a prompt by its buttons", async () => {
    expect(await page("/phone/ada")).toContain("Nothing to approve");
    for (const [action, status] of [
      ["approve", "validated"],
      ["deny", "denied"],
    ] as const) {
      const { challenge } = await client.openPathfinder("ada");
      const form = `/phone/ada/prompts/${challenge}/${action}`;
      expect(await page("/phone/ada")).toContain(`action="${form}"`);
      const done = await client.form(form, {});
      expect([done.status, done.headers.get("location")]).toEqual([303, "/phone/ada"]);
      expect((await client.get(`/push/${challenge}/get_prompts_status/`)).body).toEqual({
        challenge_status: status,
      });
      expect((await client.form(form, {})).status).toBe(303);
    }
  });

  it("shows text messages, e-mails and the authenticator app", async () => {
    await client.openPathfinder("ben");
    expect(await page("/phone/ben/live")).toContain(client.codeOf("ben"));
    await client.openPathfinder("cleo");
    expect(await page("/phone/cleo")).toContain("E-mails");
    expect(await page("/phone/dan")).toContain(client.sandbox.control.person("dan")?.authenticator?.code);
    expect(await page("/phone/kurt")).toContain("Locked until");
    await client.tokens("hana");
    expect(await page("/phone/hana")).toContain("1 device<");
  });

  it("allows no script or style but its own, and knows only its people", async () => {
    const { headers } = await client.get("/phone");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    // With "no-referrer" a browser sends its own forms with the Origin "null", and they are refused.
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect((await client.get("/phone/nobody")).status).toBe(404);
    expect((await client.get("/phone/nobody/live")).status).toBe(404);
  });
});

describe("html", () => {
  it("escapes what is filled in, and leaves HTML as it is", () => {
    const inner = html`<b>${`<&"'>`}</b>`;
    expect(html`${inner}${[inner, inner]}${7}`.text).toBe(
      "<b>&#60;&#38;&#34;&#39;&#62;</b>".repeat(3).concat("7"),
    );
  });
});
