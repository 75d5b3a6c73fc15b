import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import type { Install } from "./install";
import { button, connectWithoutApproval, OWNER, setUpOwner, signIn } from "./steps";

const themeOf = (page: Page) => page.locator("html").getAttribute("data-theme");
const tooltip = (page: Page) => page.getByRole("tooltip");
const indicator = (page: Page) => page.getByText(/^Connections: /);
const own = (page: Page, label: string) => button(page, `Use the system's: ${label}`);

async function openPreferences(page: Page, install: Install): Promise<void> {
  await page.goto(`${install.url}/settings/preferences`);
  await expect(page.getByRole("switch", { name: "Show tooltips" })).toBeVisible();
}

test("people choose how pages look, in every browser, and the system's holds for the others", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(300_000);
  const page = await visit();
  const elsewhere = await visit();
  await setUpOwner(page, install, OWNER);

  await test.step("from the person's menu, each with the system's default", async () => {
    await button(page, /^Your account/).click();
    await page.getByRole("menuitem", { name: "Preferences" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Preferences" })).toBeVisible();
    await expect(page.getByText("As the system · system default: Auto")).toBeVisible();
    await expectAccessible(page, "preferences");
    await capture(page, "preferences");
  });

  await test.step("the theme holds at once, after a reload and in another browser", async () => {
    await page.getByRole("radio", { name: "Dark" }).click();
    await expect(own(page, "Theme")).toBeVisible();
    expect(await themeOf(page)).toBe("dark");
    await page.reload();
    expect(await themeOf(page)).toBe("dark");
    await elsewhere.goto(`${install.url}/sign-in`);
    expect(await themeOf(elsewhere)).toBe("auto");
    await signIn(elsewhere, install, OWNER);
    expect(await themeOf(elsewhere)).toBe("dark");
    await own(page, "Theme").click();
    await expect(own(page, "Theme")).toHaveCount(0);
    expect(await themeOf(page)).toBe("auto");
  });

  await test.step("tooltips go away", async () => {
    await button(page, /^Theme: /).hover();
    await expect(tooltip(page)).toHaveText("Theme: auto");
    await page.getByRole("switch", { name: "Show tooltips" }).click();
    await expect(own(page, "Show tooltips")).toBeVisible();
    await button(page, /^Your account/).hover();
    await button(page, /^Theme: /).hover();
    await page.reload();
    await expect(page.getByRole("switch", { name: "Show tooltips" })).not.toBeChecked();
    await button(page, /^Theme: /).hover();
    // Longer than a tooltip waits before it shows.
    await page.waitForTimeout(1000);
    await expect(tooltip(page)).toHaveCount(0);
  });

  await test.step("the status stands where it is wanted, or not at all", async () => {
    const bottom = page.getByRole("complementary", { name: "Status of the connections" });
    await expect(page.getByRole("banner").locator(indicator(page))).toBeVisible();
    await page.getByRole("radio", { name: "Bottom" }).click();
    await expect(bottom.locator(indicator(page))).toBeVisible();
    await expect(indicator(page)).toHaveCount(1);
    await expectAccessible(page, "preferences, status at the bottom");
    await capture(page, "preferences-own");
    await page.reload();
    await expect(bottom.locator(indicator(page))).toBeVisible();
    await page.getByRole("switch", { name: "Show the status of connections" }).click();
    await expect(indicator(page)).toHaveCount(0);
    await elsewhere.goto(`${install.url}/dashboard`);
    await expect(elsewhere.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    await expect(indicator(elsewhere)).toHaveCount(0);
    await own(page, "Show the status of connections").click();
    await own(page, "Position of the status indicator").click();
    await expect(page.getByRole("banner").locator(indicator(page))).toBeVisible();
  });

  await test.step("the default broker is kept, and where it is not offered the first is chosen", async () => {
    await page.getByLabel("Default broker", { exact: true }).selectOption("etrade");
    await expect(own(page, "Default broker")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Default broker", { exact: true })).toHaveValue("etrade");
    await page.goto(`${install.url}/settings/connections`);
    await button(page, "Add connection").click();
    await expect(page.getByRole("radio", { name: "Robinhood" })).toBeChecked();
    await page.keyboard.press("Escape");
  });

  await test.step("panels fold up once connected, unless that is switched off", async () => {
    await connectWithoutApproval(page, install, "ivan", "Family money");
    const title = button(page, "Name and access");
    await expect(title).toHaveAttribute("aria-expanded", "false");
    await expect(page.getByLabel("Name", { exact: true })).toBeHidden();
    await expectAccessible(page, "connected, with folded panels");
    await capture(page, "connection-folded");
    await title.click();
    await expect(page.getByLabel("Name", { exact: true })).toBeVisible();
    await openPreferences(elsewhere, install);
    await elsewhere.getByRole("switch", { name: "Collapse when connected" }).click();
    await expect(own(elsewhere, "Collapse when connected")).toBeVisible();
    await page.reload();
    await expect(title).toHaveAttribute("aria-expanded", "true");
  });

  await test.step("an admin's default holds for those who chose nothing", async () => {
    await page.goto(`${install.url}/settings/system`);
    await page.getByLabel("Theme", { exact: true }).selectOption("light");
    await page.getByLabel("Show tooltips", { exact: true }).click();
    await button(page, "Review and save").click();
    await button(page.getByRole("dialog"), "Save 2 changes").click();
    await expect(page.getByText("Saved 2 changes", { exact: true })).toBeVisible();
    await openPreferences(elsewhere, install);
    expect(await themeOf(elsewhere)).toBe("light");
    await expect(elsewhere.getByText("As the system · system default: Light")).toBeVisible();
    await expect(elsewhere.getByText("Your choice · system default: Off").first()).toBeVisible();
  });
});
