import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import type { Install } from "./install";
import { button, invite, join, OWNER, type Person, setUpOwner } from "./steps";

const setting = (page: Page, name: string): Locator => page.locator(`[data-setting="${name}"]`);
const themeOf = (page: Page) => page.locator("html").getAttribute("data-theme");

async function openSettings(page: Page, install: Install): Promise<void> {
  await page.goto(`${install.url}/settings/system`);
  await expect(setting(page, "THEME")).toBeVisible();
}

/** Reviews the edits that stand on the page, and saves them. */
async function save(page: Page, count: string): Promise<void> {
  await button(page, "Review and save").click();
  await button(page.getByRole("dialog"), `Save ${count}`).click();
  await expect(page.getByText(`Saved ${count}`, { exact: true })).toBeVisible();
}

test("an admin changes settings, which hold at once, and takes them back", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(300_000);
  const page = await visit();
  const stranger = await visit();
  await setUpOwner(page, install, OWNER);

  await test.step("all settings are found from the person's menu, each with its source", async () => {
    await button(page, /^Your account/).click();
    await page.getByRole("menuitem", { name: "System settings" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "System settings" })).toBeVisible();
    await expect(setting(page, "THEME")).toContainText("default");
    await expect(setting(page, "SESSION_TIMEOUT")).toContainText("settings.");
    await expectAccessible(page, "system settings");
    await capture(page, "settings", false);
  });

  await test.step("searched with the keyboard; what is not there is said", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("shortest password");
    await expect(page.locator("[data-setting]")).toHaveCount(1);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("zebra");
    await expect(page.getByText("No setting matches")).toBeVisible();
    await expectAccessible(page, "settings, none found");
    await capture(page, "settings-none");
    await button(page, "Show all settings").click();
  });

  await test.step("what the environment sets is locked, and says by which variable", async () => {
    await button(page, /^Set by the environment/).click();
    const level = setting(page, "LOG_LEVEL");
    await expect(level).toContainText("environment: locked by LOG_LEVEL");
    await expect(level).toContainText("DEBUG");
    await expect(level.locator("input, select")).toHaveCount(0);
    await capture(page, "settings-locked");
    await button(page, /^All/).click();
  });

  await test.step("a wrong value is named beside its field and not sent", async () => {
    await page.getByLabel("Shortest password", { exact: true }).fill("3");
    await expect(setting(page, "MIN_PASSWORD_LENGTH")).toContainText(
      "MIN_PASSWORD_LENGTH must be a whole number from 8 to 64.",
    );
    await expect(page.getByText("1 wrong value")).toBeVisible();
    await button(page, "Review and save").click();
    await expect(page.getByLabel("Shortest password", { exact: true })).toBeFocused();
    await expectAccessible(page, "a wrong setting");
    await capture(page, "settings-wrong", false);
  });

  await test.step("a link asks before it leaves edits behind", async () => {
    await page.getByLabel("Shortest password", { exact: true }).fill("20");
    await page.getByRole("navigation", { name: "Main", exact: true }).getByText("Dashboard").click();
    await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
    await button(page.getByRole("dialog"), "Keep as it is").click();
    await expect(page.getByLabel("Shortest password", { exact: true })).toHaveValue("20");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("several are reviewed and saved by one call, and hold without a restart", async () => {
    await button(page, /^All/).click();
    await page.getByLabel("Theme", { exact: true }).selectOption("dark");
    await button(page, "Review and save").click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("listitem").filter({ hasText: "MIN_PASSWORD_LENGTH" })).toContainText(
      /12 characters.*20 characters/,
    );
    await expectAccessible(page, "reviewing settings");
    await capture(page, "settings-review", false);
    await button(dialog, "Save 2 changes").click();
    await expect(page.getByText("Saved 2 changes", { exact: true })).toBeVisible();
    await expect(setting(page, "MIN_PASSWORD_LENGTH")).toContainText(`saved by ${OWNER.email}`);
    await stranger.goto(`${install.url}/sign-in`);
    expect(await themeOf(stranger)).toBe("dark");
    await page.goto(`${install.url}/settings/account`);
    await page.getByLabel("Present password", { exact: true }).fill(OWNER.password);
    await page.getByLabel("New password", { exact: true }).fill("plum garden 9 ok");
    await button(page, "Change password").click();
    await expect(page.getByText(/20 characters/).first()).toBeVisible();
  });

  await test.step("what the server alone can know is wrong stands at the field too", async () => {
    await openSettings(page, install);
    await page.getByLabel("Where credentials are kept", { exact: true }).selectOption("vault");
    await button(page, "Review and save").click();
    await button(page.getByRole("dialog"), "Save 1 change").click();
    await expect(setting(page, "SECURE_STORAGE")).toContainText("VAULT_ADDR");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await button(page, "Discard").click();
    await expect(button(page, "Review and save")).toHaveCount(0);
  });

  await test.step("the history tells who changed what, and a change is undone", async () => {
    await button(page, "History").click();
    const history = page.getByRole("dialog");
    await expect(history.getByRole("listitem").filter({ hasText: "Shortest password" })).toContainText(
      OWNER.email,
    );
    await expectAccessible(page, "history of settings");
    await capture(page, "settings-history", false);
    await button(history, "Undo the change of Theme").click();
    await button(page.getByRole("dialog").last(), "Undo the change").click();
    await expect(page.getByText("Undid the change of Theme", { exact: true })).toBeVisible();
    await button(history, "Close").click();
    await expect(history).toHaveCount(0);
    await expect(setting(page, "THEME")).not.toContainText("saved by");
    await stranger.reload();
    expect(await themeOf(stranger)).toBe("auto");
  });

  await test.step("settings go out as a file and come in as one, after a look at what they change", async () => {
    const downloading = page.waitForEvent("download");
    await button(page, "Export").click();
    const yaml = await readFile(await (await downloading).path(), "utf8");
    expect(yaml).toContain("min_password_length: 20");
    await button(page, "Import").click();
    const dialog = page.getByRole("dialog");
    const give = (text: string) =>
      dialog
        .getByLabel("File of settings")
        .setInputFiles({ name: "mine.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
    await give("settings:\n  security:\n    min_password_length: few\n");
    await expect(dialog.getByText("Line 3:")).toBeVisible();
    await expect(button(dialog, "Import")).toBeDisabled();
    await expectAccessible(page, "a wrong import");
    await capture(page, "settings-import-wrong", false);
    await give(yaml.replace("min_password_length: 20", "min_password_length: 14"));
    await expect(dialog.getByRole("list", { name: "What the import changes" })).toContainText(
      /20 characters.*14 characters/,
    );
    await capture(page, "settings-import", false);
    await button(dialog, "Import 1 change").click();
    await expect(page.getByLabel("Shortest password", { exact: true })).toHaveValue("14");
  });

  await test.step("a saved value is taken back", async () => {
    await button(setting(page, "MIN_PASSWORD_LENGTH"), "Take back to 12 characters (default)").click();
    await expect(setting(page, "MIN_PASSWORD_LENGTH")).toContainText("Not saved");
    await capture(page, "settings-edited", false);
    await save(page, "1 change");
    await expect(page.getByLabel("Shortest password", { exact: true })).toHaveValue("12");
  });
});

test("two admins don't overwrite each other unseen, and a member gets no settings", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  const other = await visit();
  const second: Person = {
    name: "Alan Admin",
    email: "alan@wheelhouse.test",
    password: "eight copper garden doors",
  };
  await setUpOwner(page, install, OWNER);
  await page.goto(`${install.url}/admin/members`);
  await join(other, await invite(page, second.email, ["Admin"]), second);

  await test.step("an edit made on an older list is not saved over a newer one", async () => {
    await openSettings(page, install);
    await page.getByLabel("Retries", { exact: true }).fill("5");
    await openSettings(other, install);
    await other.getByLabel("Retries", { exact: true }).fill("7");
    await other.getByLabel("Pause before a retry", { exact: true }).fill("2");
    await save(other, "2 changes");
    await button(page, "Review and save").click();
    await button(page.getByRole("dialog"), "Save 1 change").click();
    const notice = page.getByRole("alert").filter({ hasText: "Somebody else saved settings meanwhile." });
    await expect(notice).toContainText(`saved by ${second.email}`);
    await expect(notice).toContainText("You changed this one too");
    await expect(page.getByLabel("Retries", { exact: true })).toHaveValue("5");
    await expect(page.getByLabel("Pause before a retry", { exact: true })).toHaveValue("2");
    await expectAccessible(page, "a conflict of settings");
    await capture(page, "settings-conflict", false);
    await button(notice, "Go on with my changes").click();
    await save(page, "1 change");
  });

  await test.step("without the permission there is no page", async () => {
    const member = await visit();
    await page.goto(`${install.url}/admin/members`);
    await join(member, await invite(page, "uma@wheelhouse.test", ["User"]), {
      name: "Uma User",
      email: "uma@wheelhouse.test",
      password: "nine amber river stones",
    });
    const answer = await member.goto(`${install.url}/settings/system`);
    expect(answer?.status()).toBe(403);
    await expect(member.getByRole("heading", { name: "This page is not open to you" })).toBeVisible();
    await member.goto(`${install.url}/dashboard`);
    await button(member, /^Your account/).click();
    await expect(member.getByRole("menuitem", { name: "Preferences" })).toBeVisible();
    await expect(member.getByRole("menuitem", { name: "System settings" })).toHaveCount(0);
  });
});
