import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { Install } from "./install";
import { builtBasePath } from "./require-build";
import {
  answerOnPhone,
  button,
  liveSentence,
  OWNER,
  promptHeading,
  setUpOwner,
  startConnecting,
  typeSignIn,
} from "./steps";

/** Notes every address of the app's origin that a page asks for and that is not below the path. */
function noteStrays(page: Page, install: Install, strays: string[]): void {
  const { origin } = new URL(install.url);
  page.on("request", (request) => {
    const url = request.url();
    const isBelow =
      url === install.url || url.startsWith(`${install.url}/`) || url.startsWith(`${install.url}?`);
    if (url.startsWith(origin) && !isBelow) strays.push(url);
  });
}

test("an app below a path serves its pages, programs and probes there, and nothing beside it", async ({
  visit,
}) => {
  test.setTimeout(300_000);
  const basePath = builtBasePath();
  const install = await Install.create({ BASE_PATH: basePath });
  const { origin } = new URL(install.url);
  const strays: string[] = [];
  try {
    const page = await visit();
    noteStrays(page, install, strays);

    await test.step("the first visit leads to the setup; the owner is led on below the path", async () => {
      expect(install.url).toBe(`${origin}${basePath}`);
      await page.goto(install.url);
      await expect(page).toHaveURL(`${install.url}/setup`);
      await setUpOwner(page, install, OWNER);
      await expect(page).toHaveURL(`${install.url}/settings/connections`);
    });

    await test.step("a sign-in at the broker goes on by itself, told of by the stream of changes", async () => {
      await startConnecting(page, install, "ada", "Ada's Robinhood");
      await expect(promptHeading(page)).toBeVisible();
      const phone = await visit();
      await answerOnPhone(phone, install, "ada", "Approve");
      await expect(liveSentence(page)).toBeVisible();
    });

    await test.step("menus and links stay below the path", async () => {
      const navigation = page.getByRole("navigation", { name: "Main", exact: true });
      await navigation.getByText("Dashboard").click();
      await expect(page).toHaveURL(`${install.url}/dashboard`);
      await expect(page.getByRole("region", { name: "Ada's Robinhood" })).toContainText("From Robinhood");
      await navigation.getByText("Wheel").click();
      await expect(page).toHaveURL(`${install.url}/wheel`);
      await page.goto(`${install.url}/no-such-page`);
      await page.getByRole("link", { name: "Go to the dashboard" }).click();
      await expect(page).toHaveURL(`${install.url}/dashboard`);
    });

    await test.step("a calendar's address is one that other programs can read", async () => {
      await page.goto(`${install.url}/income`);
      await button(page, "Make a calendar address").click();
      const address = await page.getByRole("textbox", { name: "Calendar address" }).inputValue();
      expect(address).toMatch(new RegExp(`^${install.url}/api/calendar/`));
      expect((await page.request.get(address)).headers()["content-type"]).toContain("text/calendar");
    });

    await test.step("programs find the API below the path, and its problems name a page that is there", async () => {
      const api = `${install.url}/api/v1`;
      const described = await page.request.get(`${api}/openapi.json`);
      expect(await described.json()).toMatchObject({ servers: [{ url: `${basePath}/api/v1` }] });
      const refused = await page.request.get(`${api}/connections`);
      expect(refused.status()).toBe(401);
      const { type, instance } = await refused.json();
      expect(instance).toBe(`${basePath}/api/v1/connections`);
      expect(type).toMatch(new RegExp(`^${basePath}/api-docs#error-\\d{4}$`));
      await page.goto(`${origin}${type}`);
      await expect(page.locator(`[id="${new URL(`${origin}${type}`).hash.slice(1)}"]`)).toBeVisible();
    });

    await test.step("probes answer below the path alone", async () => {
      expect((await page.request.get(`${install.url}/api/health/ready`)).status()).toBe(200);
      expect((await page.request.get(`${install.url}/api/health/live`)).status()).toBe(200);
      expect((await page.request.get(`${origin}/api/health/ready`)).status()).toBe(404);
      expect((await page.request.get(`${origin}/sign-in`)).status()).toBe(404);
    });

    await test.step("who is signed out is led back to the page that they wanted", async () => {
      await page.goto(`${install.url}/dashboard`);
      await button(page, /^Your account/).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await expect(page).toHaveURL(new RegExp(`^${install.url}/sign-in`));
      await page.goto(`${install.url}/settings/tokens`);
      await expect(page).toHaveURL(`${install.url}/sign-in?next=%2Fsettings%2Ftokens`);
      await typeSignIn(page, OWNER.email, OWNER.password);
      await expect(page).toHaveURL(`${install.url}/settings/tokens`);
    });

    expect(strays, "addresses beside the path that a page asked for").toEqual([]);
  } finally {
    await install.remove();
  }
});
