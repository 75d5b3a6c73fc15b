import type { Locator, Page } from "@playwright/test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { SCOPES, type Scope } from "@/shared/schemas/api-token";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import type { Install } from "./install";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

/** Makes a token with these scopes on the page for tokens. */
async function makeToken(page: Page, install: Install, scopes: readonly Scope[]): Promise<string> {
  await page.goto(`${install.url}/settings/tokens`);
  await button(page, "Make a token").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Reader");
  for (const box of await dialog.getByRole("checkbox").all()) {
    if (await box.isChecked()) await box.uncheck();
  }
  for (const scope of scopes) {
    await dialog.getByRole("checkbox", { name: SCOPES[scope], exact: true }).check();
  }
  await dialog.getByLabel("Your Wheelhouse password, to confirm", { exact: true }).fill(OWNER.password);
  await button(dialog, "Make the token").click();
  const token = await dialog.getByLabel("API token", { exact: true }).inputValue();
  await button(dialog, "Done").click();
  return token;
}

const routeOf = (page: Page, path: string): Locator =>
  page.getByRole("group").filter({ has: page.getByText(path, { exact: true }) });

test("a program reads the API with a token, and a person tries it on the page", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "paul", "Paul's");
  const token = await makeToken(page, install, ["read:connections", "read:positions"]);
  const authorization = `Bearer ${token}`;
  const stranger = await visit();

  await test.step("over HTTP, with a token and nothing else", async () => {
    const api = `${install.url}/api/v1`;
    expect((await page.request.get(`${api}/me`)).status()).toBe(401);
    const own = await stranger.request.get(`${api}/me`, { headers: { authorization } });
    expect(own.headers()["cache-control"]).toBe("no-store");
    expect(await own.json()).toMatchObject({ token: { scopes: ["read:connections", "read:positions"] } });
    const list = await stranger.request.get(`${api}/connections`, { headers: { authorization } });
    const etag = list.headers()["etag"] ?? "";
    const same = await stranger.request.get(`${api}/connections`, {
      headers: { authorization, "if-none-match": etag },
    });
    expect(same.status()).toBe(304);
    const refused = await stranger.request.get(`${api}/wheel`, { headers: { authorization } });
    expect(refused.status()).toBe(403);
    expect(refused.headers()["content-type"]).toBe("application/problem+json");
    expect(await refused.json()).toMatchObject({ name: "API_SCOPE_MISSING", instance: "/api/v1/wheel" });
    const escaped = await stranger.request.put(`${api}/attention/a%2Fb/dismissal`, {
      headers: { authorization },
      data: { stance: "s" },
    });
    expect(escaped.status()).toBe(403);
    const head = await stranger.request.head(`${api}/health`);
    expect([head.status(), (await head.body()).length]).toEqual([200, 0]);
    const document: unknown = await (await stranger.request.get(`${api}/openapi.json`)).json();
    expect(await new Validator().validate(Object(document))).toEqual({ valid: true });
  });

  await test.step("the page is there for everybody, and asks nothing by itself", async () => {
    await stranger.goto(`${install.url}/api-docs`);
    await expect(stranger.getByRole("heading", { level: 1, name: "API for programs" })).toBeVisible();
    await expectAccessible(stranger, "API, closed");
    const health = routeOf(stranger, "/health");
    await health.locator("summary").first().click();
    await button(health, "Try it").click();
    await expect(health.getByRole("status")).toContainText("Answer 200");
    await expectAccessible(stranger, "API, with an answer");
  });

  await test.step("a route is tried with a token that only this page holds", async () => {
    const connections = routeOf(stranger, "/connections");
    await connections.locator("summary").first().click();
    await expect(button(connections, "Try it")).toBeDisabled();
    await stranger.getByLabel("API token", { exact: true }).fill(token);
    await button(connections, "Try it").click();
    const answer = connections.getByRole("group", { name: "Answer", exact: true });
    await expect(answer).toContainText("Paul's");
    await expect(connections.getByText(/requests left in this minute/)).toBeVisible();
    const { id } = (
      await (
        await stranger.request.get(`${install.url}/api/v1/connections`, { headers: { authorization } })
      ).json()
    ).connections[0];
    const positions = routeOf(stranger, "/connections/{id}/positions");
    await positions.locator("summary").first().click();
    await button(positions, "Try it").click();
    await expect(positions.getByText("Enter id")).toBeVisible();
    await positions.getByLabel("id", { exact: true }).fill(id);
    await positions.getByLabel(/^limit/).fill("2");
    await button(positions, "Try it").click();
    await expect(positions.getByRole("group", { name: "Answer", exact: true })).toContainText("nextCursor");
    await capture(stranger, "api-docs");
    await stranger.setViewportSize({ width: 1280, height: 900 });
    const kept = await stranger.evaluate(() => [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      location.href,
    ]);
    expect(kept.join()).not.toContain(token.slice(0, 21));
    await stranger.reload();
    await expect(stranger.getByLabel("API token", { exact: true })).toHaveValue("");
  });

  await test.step("problem details lead to the line of their code", async () => {
    await stranger.goto(`${install.url}/api-docs#error-3008`);
    await expect(stranger.getByText("API_SCOPE_MISSING")).toBeInViewport();
  });
});
