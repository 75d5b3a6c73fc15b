import { expectAccessible } from "./axe-check";
import { expect, test } from "./fixtures";
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
  typeSignIn,
  walkFigures,
} from "./steps";

test.describe.configure({ timeout: 240_000 });

test("pages before the sign-in have no axe violation", async ({ freshInstall: install, visit }) => {
  const page = await visit();
  await page.goto(`${install.url}/setup`);
  await expectAccessible(page, "setup");
  await button(page, "Create the owner").click();
  await expect(page.getByText("Enter a name")).toBeVisible();
  await expectAccessible(page, "setup with mistakes");
  await page.getByLabel("Setup code").fill("WRNG-CODE-2345");
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await button(page, "Create the owner").click();
  await expect(page.getByRole("alert").filter({ hasText: "The setup code is not valid." })).toBeVisible();
  await expectAccessible(page, "setup with a wrong code");
  await page.getByLabel("Setup code").fill(install.setupCode);
  await button(page, "Create the owner").click();
  await expect(page.getByText("No connection yet")).toBeVisible();
  await expectAccessible(page, "connections, none yet");

  const stranger = await visit();
  await stranger.goto(`${install.url}/sign-in`);
  await expectAccessible(stranger, "sign-in");
  await typeSignIn(stranger, OWNER.email, "not this password");
  await expect(stranger.getByRole("alert").filter({ hasText: "Error 1001" })).toBeVisible();
  await expectAccessible(stranger, "sign-in refused");
  await stranger.goto(`${install.url}/invite`);
  await expect(stranger.getByRole("heading", { name: "Open the whole link" })).toBeVisible();
  await expectAccessible(stranger, "invitation without a token");
  await stranger.goto(`${install.url}/nowhere`);
  await expectAccessible(stranger, "unknown page, not signed in");

  await page.goto(`${install.url}/dashboard`);
  await expect(page.getByText("Nothing is connected yet")).toBeVisible();
  await expectAccessible(page, "dashboard, nothing connected");
  await page.goto(`${install.url}/admin/members`);
  const link = await invite(page, "ina@wheelhouse.test", ["User"]);
  await stranger.goto(link);
  await expect(button(stranger, "Join Wheelhouse")).toBeVisible();
  await expectAccessible(stranger, "invitation");
});

test("connections have no axe violation in any state", async ({ install, userPage: page, visit }) => {
  await page.goto(`${install.url}/settings/connections`);
  await button(page, "Add connection").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "adding a connection");
  await page.keyboard.press("Escape");
  await addConnection(page, install, "Axe");
  await page.getByText("More options").click();
  await expectAccessible(page, "sign-in form of the broker");
  await button(page, "Connect Robinhood").click();
  await expect(page.getByText("Robinhood password is missing")).toBeVisible();
  await expectAccessible(page, "sign-in form with mistakes");
  await typeBrokerSignIn(page, "ada");
  await expect(promptHeading(page)).toBeVisible();
  await expectAccessible(page, "waiting for the phone");
  const phone = await visit();
  await phone.goto(install.sandbox.phone("ada"));
  await expect(button(phone, "Approve")).toBeVisible();
  await expectAccessible(phone, "the sandbox's phone with a prompt");
  await phone.goto(`${install.sandbox.url}/phone`);
  await expectAccessible(phone, "the sandbox's phones");
  await button(page, "Send a text message instead").click();
  await expect(page.getByLabel("Code", { exact: true })).toBeVisible();
  await expectAccessible(page, "waiting for a code");
  await phone.goto(install.sandbox.phone("ada"));
  await expectAccessible(phone, "the sandbox's phone with a text message");
  const code = await install.sandbox.codeOf("ada");
  await page.getByLabel("Code", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await button(page, "Check the code").click();
  await expect(page.getByText(/^That code was not accepted\./)).toBeVisible();
  await expectAccessible(page, "a refused code");
  await page.getByLabel("Code", { exact: true }).fill(code);
  await button(page, "Check the code").click();
  await expect(liveSentence(page)).toBeVisible();
  await expectAccessible(page, "connected");
  await button(page, "Disconnect").click();
  await expectAccessible(page, "asking before a disconnect");
  await page.keyboard.press("Escape");
  await button(page, "Remove connection").click();
  await expectAccessible(page, "asking before a removal");
  await page.keyboard.press("Escape");
  await page.goto(`${install.url}/dashboard`);
  await expect(page.getByRole("table", { name: /^Accounts of Axe/ })).toBeVisible();
  await expectAccessible(page, "dashboard with figures");
  await install.sandbox.addFault({ kind: "status", status: 503, path: "/portfolios/*" });
  await button(page, "Refresh figures").click();
  await expect(page.getByText("These figures are old.").first()).toBeVisible();
  await expectAccessible(page, "dashboard with old figures");
  await install.sandbox.clearFaults();

  await addConnection(page, install, "Axe, refused");
  await typeBrokerSignIn(page, "finn", "this-is-not-the-password");
  await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
  await expectAccessible(page, "sign-in paused");
  await startConnecting(page, install, "june", "Axe, denied");
  await expect(promptHeading(page)).toBeVisible();
  await install.sandbox.act("june", "deny");
  await expect(page.getByText("Error 1006")).toBeVisible();
  await expectAccessible(page, "sign-in denied");
  await page.goto(`${install.url}/settings/connections`);
  await expect(page.getByRole("list", { name: "Connections" })).toBeVisible();
  await expectAccessible(page, "list of connections");
});

test("sessions in trouble, notices and channels have no axe violation", async ({
  install,
  receiver,
  userPage: page,
}) => {
  await connectWithoutApproval(page, install, "otto", "Axe, kept");
  await install.sandbox.addFault({ kind: "status", status: 503, person: "otto" });
  await button(page, "Check now").click();
  await expect(troubleNotice(page)).toBeVisible({ timeout: 60_000 });
  await button(page, "Show timeline").click();
  await page.getByRole("list", { name: "What happened, newest first" }).locator("summary").first().click();
  await expectAccessible(page, "degraded, with the flight recorder");
  await install.sandbox.clearFaults();
  await button(page, "Try again now").click();
  await expect(liveSentence(page)).toBeVisible({ timeout: 60_000 });
  await install.sandbox.setKnobs("otto", { workflowOnRefresh: true });
  await button(page, "Refresh session").click();
  await expect(page.getByText(/^Sign in again by /)).toBeVisible();
  await button(page, "Sign in again").click();
  await expect(button(page, "Not now")).toBeVisible();
  await expectAccessible(page, "renewal refused, signing in again");

  await page.goto(`${install.url}/settings/notices`);
  await expect(page.getByText("No channel yet")).toBeVisible();
  await expectAccessible(page, "channels, none yet");
  await button(page, "Add channel").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Signed webhook" }).click();
  await dialog.getByRole("checkbox", { name: "Keep quiet hours" }).click();
  await button(dialog, "Add the channel").click();
  await expect(dialog.getByLabel("Address", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page, "adding a channel, with a mistake");
  await dialog.getByLabel("Address", { exact: true }).fill(receiver.url);
  await button(dialog, "Add the channel").click();
  await expect(dialog.getByLabel("Signing secret", { exact: true })).toBeVisible();
  await expectAccessible(page, "signing secret of a channel");
  await button(dialog, "Done").click();
  receiver.answer(410);
  await button(page, "Send a test to Signed webhook").click();
  await expect(page.getByText(/^The test was not delivered\./)).toBeVisible();
  await expectAccessible(page, "channels, one fails");
  await button(page, /^Notices/).click();
  await expect(page.getByRole("dialog", { name: "Notices" })).toBeVisible();
  await expectAccessible(page, "the bell");
  await page.goto(`${install.url}/notices`);
  await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
  await expectAccessible(page, "notices");
  await page.goto(`${install.url}/settings/notices`);
  await button(page, "More for Signed webhook").click();
  await page.getByRole("menuitem", { name: "Remove channel" }).click();
  await expectAccessible(page, "asking before a channel is removed");
  await button(page.getByRole("dialog"), "Remove channel").click();
  await expect(page.getByText("No channel yet")).toBeVisible();
});

test("pages behind the sign-in have no axe violation", async ({ install, ownerPage: page, userPage }) => {
  await page.goto(`${install.url}/admin/audit`);
  await expect(page.locator("[data-audit-row]").first()).toBeVisible();
  await expectAccessible(page, "audit log");
  await button(page, "Event").click();
  await expectAccessible(page, "audit log, choosing events");
  await page.keyboard.press("Escape");
  await page.locator("[data-audit-row]").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "audit log with an open event");
  await page.goto(`${install.url}/admin/audit?q=no+event+says+this`);
  await expect(page.getByText("No event matches")).toBeVisible();
  await expectAccessible(page, "audit log, nothing found");
  await page.goto(`${install.url}/admin/members`);
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
  await expectAccessible(page, "members");
  await button(page, /^Actions for Uma/).click();
  await expectAccessible(page, "members, menu of actions");
  await page.getByRole("menuitem", { name: "Change roles" }).click();
  await expectAccessible(page, "members, roles");
  await page.keyboard.press("Escape");
  await button(page, "Invite a member").click();
  await expectAccessible(page, "members, invitation");
  await page.getByRole("dialog").getByLabel("E-mail").fill("axe@wheelhouse.test");
  await button(page, "Make the link").click();
  await expect(page.getByLabel("Invitation link")).toBeVisible();
  await expectAccessible(page, "members, invitation link");
  await page.goto(`${install.url}/settings/account`);
  await expect(page.getByRole("table", { name: "App sessions" })).toBeVisible();
  await expectAccessible(page, "own account");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectAccessible(page, "keyboard shortcuts");
  await page.goto(`${install.url}/settings/connections/00000000-0000-4000-8000-000000000000`);
  await expect(page.getByRole("heading", { name: "Connection not found" })).toBeVisible();
  await expectAccessible(page, "unknown connection");
  await userPage.goto(`${install.url}/admin/audit`);
  await expect(userPage.getByRole("heading", { name: "This page is not open to you" })).toBeVisible();
  await expectAccessible(userPage, "forbidden page");
});

test("pages of figures have no axe violation", async ({ freshInstall: install, visit }) => {
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await walkFigures(page, install, (name) => expectAccessible(page, name));
});
