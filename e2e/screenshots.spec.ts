import { expect } from "@playwright/test";
import { capture, SIZES } from "./capture";
import { test } from "./fixtures";
import {
  addConnection,
  button,
  connectWithoutApproval,
  invite,
  liveSentence,
  OWNER,
  promptHeading,
  setUpOwner,
  startConnecting,
  troubleNotice,
  typeBrokerSignIn,
  walkFigures,
} from "./steps";

test("every page, light and dark, on a phone and on a desk", async ({
  freshInstall: install,
  receiver,
  visit,
}) => {
  test.setTimeout(420_000);
  const page = await visit();
  const stranger = await visit();

  await test.step("before the sign-in", async () => {
    await page.goto(`${install.url}/setup`);
    await capture(page, "setup");
    await page.getByLabel("Setup code").fill(install.setupCode);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await capture(page, "setup-filled");
    await button(page, "Create the owner").click();
    await expect(page.getByText("No connection yet")).toBeVisible();
    await capture(page, "connections-empty");
    await page.goto(`${install.url}/dashboard`);
    await expect(page.getByText("Nothing is connected yet")).toBeVisible();
    await capture(page, "dashboard-empty");
    await stranger.goto(`${install.url}/sign-in`);
    await capture(stranger, "sign-in");
  });

  await test.step("connecting", async () => {
    await page.goto(`${install.url}/settings/connections`);
    await button(page, "Add connection").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await capture(page, "connection-add", false);
    await page.keyboard.press("Escape");
    await addConnection(page, install, "Family accounts");
    await capture(page, "connection-form");
    await typeBrokerSignIn(page, "ivan");
    await expect(promptHeading(page)).toBeVisible();
    await capture(page, "connection-prompt");
    await stranger.goto(install.sandbox.phone("ivan"));
    await expect(button(stranger, "Approve")).toBeVisible();
    await capture(stranger, "sandbox-phone");
    await stranger.goto(`${install.sandbox.url}/phone`);
    await capture(stranger, "sandbox-phones");
    await install.sandbox.act("ivan", "approve");
    await expect(liveSentence(page)).toBeVisible();
    await capture(page, "connection-connected");
    await page.goto(`${install.url}/dashboard`);
    await expect(page.getByRole("table", { name: /^Accounts of Family/ })).toBeVisible();
    await capture(page, "dashboard", false);
    await capture(page, "dashboard-whole");
  });

  await test.step("troubles", async () => {
    await startConnecting(page, install, "ben", "Ben's text messages");
    await expect(page.getByLabel("Code", { exact: true })).toBeVisible();
    await capture(page, "connection-code");
    await button(page, "Cancel sign-in").click();
    await startConnecting(page, install, "june", "June's account");
    await expect(promptHeading(page)).toBeVisible();
    await install.sandbox.act("june", "deny");
    await expect(page.getByText("Error 1006")).toBeVisible();
    await capture(page, "connection-denied");
    await addConnection(page, install, "A wrong password");
    await typeBrokerSignIn(page, "finn", "this-is-not-the-password");
    await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
    await capture(page, "connection-paused");
    await connectWithoutApproval(page, install, "hana", "Hana, left behind");
    await install.sandbox.addFault({ kind: "status", status: 503, person: "hana" });
    await button(page, "Check now").click();
    await expect(troubleNotice(page)).toBeVisible({ timeout: 60_000 });
    await button(page, "Show timeline").click();
    await page.getByRole("list", { name: "What happened, newest first" }).locator("summary").first().click();
    await capture(page, "connection-degraded");
    await install.sandbox.clearFaults();
    await button(page, "Try again now").click();
    await expect(liveSentence(page)).toBeVisible({ timeout: 60_000 });
    await install.sandbox.setKnobs("hana", { workflowOnRefresh: true });
    await button(page, "Refresh session").click();
    await expect(page.getByText(/^Sign in again by /)).toBeVisible();
    await capture(page, "connection-renewal-refused");
    await button(page, "Sign in again").click();
    await expect(button(page, "Not now")).toBeVisible();
    await capture(page, "connection-renewing");
    await install.sandbox.addFault({ kind: "reset-before", path: "/oauth2/revoke_token/" });
    await button(page, "Disconnect").click();
    await capture(page, "connection-disconnecting", false);
    await button(page.getByRole("dialog"), "Disconnect").click();
    await expect(page.getByText("Robinhood was not reached when you disconnected.")).toBeVisible();
    await capture(page, "connection-not-revoked");
    await page.goto(`${install.url}/settings/connections`);
    await expect(page.getByRole("list", { name: "Connections" })).toBeVisible();
    await capture(page, "connections");
    await install.sandbox.addFault({ kind: "status", status: 503, path: "/portfolios/*" });
    await page.goto(`${install.url}/dashboard`);
    await button(page, "Refresh figures").click();
    await expect(page.getByText("These figures are old.").first()).toBeVisible();
    await capture(page, "dashboard-troubles");
  });

  await test.step("notices", async () => {
    await page.goto(`${install.url}/settings/notices`);
    await expect(page.getByText("No channel yet")).toBeVisible();
    await capture(page, "channels-empty");
    await button(page, "Add channel").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Signed webhook" }).click();
    await dialog.getByLabel("Address", { exact: true }).fill(receiver.url);
    await dialog.getByRole("checkbox", { name: "Keep quiet hours" }).click();
    await capture(page, "channel-add", false);
    await button(dialog, "Add the channel").click();
    await expect(dialog.getByLabel("Signing secret", { exact: true })).toBeVisible();
    await capture(page, "channel-secret", false);
    await button(dialog, "Done").click();
    await button(page, "Send a test to Signed webhook").click();
    await expect(page.getByText("The test was delivered.")).toBeVisible();
    await capture(page, "channels");
    await page.goto(`${install.url}/notices`);
    await expect(page.getByText("No notice so far")).toBeVisible();
    await capture(page, "notices-empty");
    await install.sandbox.clearFaults();
    await install.sandbox.act("ivan", "end-sessions");
    await install.stopServer();
    await install.startServer();
    receiver.answer(410);
    await expect(button(page, "Notices, 1 unread")).toBeVisible({ timeout: 60_000 });
    await capture(page, "notices");
    await button(page, "Notices, 1 unread").click();
    await expect(page.getByRole("list", { name: "Latest notices" })).toBeVisible();
    await capture(page, "notices-bell", false, SIZES.slice(0, 1));
    await page
      .getByRole("list", { name: "Latest notices" })
      .getByRole("link", { name: /needs you/ })
      .click();
    await expect(page.getByText(/^The session at Robinhood has ended/)).toBeVisible();
    await capture(page, "connection-ended");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("link", { name: "Notices, 1 unread" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("administration and the own account", async () => {
    await page.goto(`${install.url}/admin/members`);
    await button(page, "Invite a member").click();
    await capture(page, "members-invite", false);
    await page.keyboard.press("Escape");
    const link = await invite(page, "rita@wheelhouse.test", ["User", "Trader"]);
    await capture(page, "members");
    await stranger.goto(link);
    await expect(button(stranger, "Join Wheelhouse")).toBeVisible();
    await capture(stranger, "invite");
    await page.goto(`${install.url}/admin/audit`);
    await expect(page.locator("[data-audit-row]").first()).toBeVisible();
    await capture(page, "audit");
    await page.locator("[data-audit-row]").first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await capture(page, "audit-details", false);
    await page.goto(`${install.url}/settings/account`);
    await expect(page.getByRole("table", { name: "App sessions" })).toBeVisible();
    await capture(page, "account");
    await page.goto(`${install.url}/nowhere`);
    await capture(page, "not-found");
    await stranger.getByLabel("Your name").fill("Rita Reader");
    await stranger.getByLabel("Password", { exact: true }).fill("a long enough phrase for rita");
    await button(stranger, "Join Wheelhouse").click();
    await expect(stranger.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    await stranger.goto(`${install.url}/admin/audit`);
    await expect(stranger.getByRole("heading", { name: "This page is not open to you" })).toBeVisible();
    await capture(stranger, "forbidden");
  });
});

test("every page of figures, light and dark, on a phone and on a desk", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(420_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await walkFigures(page, install, (name) => capture(page, name));
});
