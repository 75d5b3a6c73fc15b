import type { Page } from "@playwright/test";
import { expect, test, USER } from "./fixtures";
import { button } from "./steps";

/** Holds back the page's scripts until the answer is called: the first seconds of a slow line. */
async function holdScripts(page: Page): Promise<() => void> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route(/\/_next\/.*\.js/, async (route) => {
    await opened;
    await route.continue();
  });
  return open;
}

test("what is typed before the page's scripts are there is kept, and never sent by the browser itself", async ({
  install,
  home,
  visit,
}) => {
  void home;
  const page = await visit();
  const documents: string[] = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents.push(`${request.method()} ${request.url()}`);
  });
  const letScriptsIn = await holdScripts(page);
  await page.goto(`${install.url}/sign-in?next=%2Forders`, { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(USER.email);
  await page.getByLabel("Password", { exact: true }).fill(USER.password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await expect(button(page, "Sign in")).toBeDisabled();
  await expect(page).toHaveURL(`${install.url}/sign-in?next=%2Forders`);

  letScriptsIn();
  await button(page, "Sign in").click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  expect(documents).toEqual([`GET ${install.url}/sign-in?next=%2Forders`, `GET ${install.url}/orders`]);
});

test("a form that something else sends leaves no text in the address", async ({ install, home, visit }) => {
  void home;
  const page = await visit();
  await holdScripts(page);
  await page.goto(`${install.url}/sign-in`, { waitUntil: "commit" });
  await page.getByLabel("Password", { exact: true }).fill(USER.password);
  const sent = page.waitForRequest((request) => request.isNavigationRequest() && request.method() === "POST");
  await page.locator("form").evaluate((form) => {
    if (form instanceof HTMLFormElement) form.submit();
  });
  expect((await sent).url()).toBe(`${install.url}/sign-in`);
  expect(page.url()).not.toContain("password");
});

const PAGES = [
  "dashboard",
  "positions",
  "options",
  "orders",
  "wheel",
  "income",
  "notices",
  "settings/connections",
  "settings/account",
  "settings/preferences",
  "settings/notices",
  "settings/attention",
  "settings/system",
  "settings/tokens",
  "admin/members",
  "admin/audit",
  "admin/keys",
  "admin/metrics",
  "api-docs",
];

test("no page offers a press that would be lost, and one without scripts says what it needs", async ({
  browser,
  install,
  home,
}) => {
  const context = await browser.newContext({ storageState: home.owner, javaScriptEnabled: false });
  const page = await context.newPage();
  const live = page.locator(
    "button:enabled, select:enabled, input[type=checkbox]:enabled, [type=radio]:enabled",
  );
  for (const path of PAGES) {
    await page.goto(`${install.url}/${path}`);
    // Not by its look: Playwright holds scripts back in a way that leaves the style of the element as with scripts.
    expect(await page.content(), path).toMatch(/<noscript>.*Wheelhouse needs JavaScript/);
    expect(await live.evaluateAll((controls) => controls.map(({ outerHTML }) => outerHTML)), path).toEqual(
      [],
    );
  }
  await context.close();
});
