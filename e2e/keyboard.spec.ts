import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { brokerPassword, button, liveSentence, OWNER, promptHeading } from "./steps";

const MOST_STOPS = 60;

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await expect(target).toBeEnabled();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(target)}.`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

test("the main job is done with the keyboard alone", async ({ freshInstall: install, visit }) => {
  test.slow();
  const page = await visit();

  await test.step("set up", async () => {
    await page.goto(`${install.url}/setup`);
    await expect(page.getByLabel("Setup code")).toBeFocused();
    await page.keyboard.type(install.setupCode);
    await type(page, page.getByLabel("Your name"), OWNER.name);
    await type(page, page.getByLabel("E-mail"), OWNER.email);
    await type(page, page.getByLabel("Password", { exact: true }), OWNER.password);
    await page.keyboard.press("Enter");
    await expect(page.getByText("No connection yet")).toBeVisible();
  });

  await test.step("the first stop skips the navigation", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#content")).toBeFocused();
  });

  await test.step("add a connection and sign in", async () => {
    await press(page, button(page, "Add connection"));
    await press(page, button(page.getByRole("dialog"), "Add and sign in"));
    await expect(page.getByRole("heading", { level: 1, name: "Robinhood" })).toBeVisible();
    await type(page, page.getByLabel("Robinhood e-mail", { exact: true }), "ada@example.com");
    await type(page, page.getByLabel("Robinhood password", { exact: true }), brokerPassword("ada"));
    await page.keyboard.press("Enter");
    await expect(promptHeading(page)).toBeVisible();
  });

  await test.step("approve on the phone", async () => {
    const phone = await visit();
    await phone.goto(install.sandbox.phone("ada"));
    await press(phone, button(phone, "Approve"));
    await expect(liveSentence(page)).toBeVisible();
  });

  await test.step("shortcuts lead to the pages; ? lists them; Escape closes", async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await expect(page.getByRole("table", { name: /^Accounts of Robinhood/ })).toBeVisible();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
  });

  await test.step("disconnect", async () => {
    await press(
      page,
      page.getByRole("list", { name: "Connections" }).getByRole("link", { name: "Robinhood", exact: true }),
    );
    await press(page, button(page, "Disconnect"));
    await press(page, button(page.getByRole("dialog"), "Disconnect"));
    await expect(page.getByText(/^Disconnected\./)).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("find it in the audit log", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
    await page.keyboard.press("/");
    await page.keyboard.type("logout");
    const row = button(page, "Logout successful");
    await expect(page.getByRole("status").filter({ hasText: /^1 event shown/ })).toBeVisible();
    await press(page, row);
    await expect(page.getByRole("dialog", { name: "Logout successful" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(row).toBeFocused();
  });

  await test.step("sign out", async () => {
    await press(page, button(page, /^Your account/));
    await page.keyboard.type("sign");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toBeFocused();
  });
});
