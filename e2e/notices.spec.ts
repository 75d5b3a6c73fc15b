import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectedSignature } from "./hook-receiver";
import {
  brokerPassword,
  button,
  connectWithoutApproval,
  liveSentence,
  OWNER,
  promptHeading,
  setUpOwner,
} from "./steps";

const LABEL = "Family money";
/** Rounds of the outbox are five seconds apart, those of a start are as long as the broker takes. */
const DELIVERY_MS = 60_000;

/** The form that signs in beside a session that still serves, or in place of one that has ended. */
const signInForm = (page: Page) => page.getByRole("region", { name: "Sign in to Robinhood again" });

async function signInAgain(page: Page, key: string): Promise<void> {
  const form = signInForm(page);
  await form.getByLabel("Robinhood e-mail", { exact: true }).fill(`${key}@example.com`);
  await form.getByLabel("Robinhood password", { exact: true }).fill(brokerPassword(key));
  await button(form, "Sign in again").click();
}

test("who is away is told by a signed webhook and by the bell, signs in again, and hears that all is well", async ({
  freshInstall: install,
  receiver,
  visit,
}) => {
  test.setTimeout(300_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  const signing = { secret: "" };

  await test.step("a signed webhook is added; its secret is shown once", async () => {
    await page.goto(`${install.url}/settings/notices`);
    await expect(page.getByText("No channel yet")).toBeVisible();
    await button(page, "Add channel").click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("radio", { name: "E-mail" })).toHaveCount(0);
    await dialog.getByRole("radio", { name: "Signed webhook" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("My alarm");
    await button(dialog, "Add the channel").click();
    await expect(dialog.getByLabel("Address", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Address", { exact: true }).fill(`${receiver.url}?token=of-the-address`);
    await button(dialog, "Add the channel").click();
    const shown = dialog.getByLabel("Signing secret", { exact: true });
    await expect(shown).toHaveValue(/^whsec_.{40,}/);
    signing.secret = await shown.inputValue();
    await button(dialog, "Done").click();
    const channels = page.getByRole("listitem").filter({ hasText: "My alarm" });
    await expect(channels).toContainText("Not tried yet");
    await expect(channels).toContainText(receiver.host);
    await page.reload();
    await expect(channels).toBeVisible();
    const source = await page.content();
    expect(source).not.toContain(signing.secret);
    expect(source).not.toContain("of-the-address");
  });

  const channel = page.getByRole("listitem").filter({ hasText: "My alarm" });
  await test.step("a test arrives, and its signature is right", async () => {
    await button(page, "Send a test to My alarm").click();
    await expect(page.getByText("The test was delivered.")).toBeVisible();
    await expect(channel).toContainText("Working");
    expect(receiver.types).toEqual(["notice.test"]);
    for (const call of receiver.calls) {
      expect(call.headers["webhook-signature"]).toBe(expectedSignature(signing.secret, call));
    }
  });

  await test.step("the broker ends a session while nobody looks: the bell counts it, the webhook has it", async () => {
    receiver.reset();
    await connectWithoutApproval(page, install, "hana", LABEL);
    await expect(button(page, "Notices")).toBeVisible();
    await install.sandbox.act("hana", "end-sessions");
    await install.stopServer();
    await install.startServer();
    await expect(button(page, "Notices, 1 unread")).toBeVisible({ timeout: DELIVERY_MS });
    await expect.poll(() => receiver.types, { timeout: DELIVERY_MS }).toEqual(["notice.needs_person"]);
    const [call] = receiver.calls;
    if (call === undefined) throw new Error("Nothing came in.");
    expect(call.headers["webhook-signature"]).toBe(expectedSignature(signing.secret, call));
    expect(call.data.title).toBe(`Robinhood "${LABEL}" needs you`);
    expect(call.body).not.toMatch(/hana|example\.com|not-a-real-password/);
    await page.goto(`${install.url}/dashboard`);
  });

  await test.step("the bell's notice leads to the connection", async () => {
    await button(page, "Notices, 1 unread").click();
    const latest = page.getByRole("dialog", { name: "Notices" });
    const notice = latest.getByRole("list", { name: "Latest notices" }).getByRole("listitem");
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText("Needs you");
    await expect(notice).toContainText("New");
    await notice.getByRole("link", { name: `Robinhood "${LABEL}" needs you` }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(LABEL);
    await expect(page.getByText("The session at Robinhood has ended.", { exact: false })).toBeVisible();
  });

  await test.step("signed in again, the good news comes by both ways", async () => {
    receiver.reset();
    await signInAgain(page, "hana");
    await expect(liveSentence(page)).toBeVisible();
    await expect(button(page, "Notices, 2 unread")).toBeVisible();
    await expect.poll(() => receiver.types, { timeout: DELIVERY_MS }).toEqual(["notice.connected_again"]);
    await button(page, "Notices, 2 unread").click();
    const latest = page.getByRole("dialog", { name: "Notices" });
    await expect(latest.getByRole("listitem").first()).toContainText("Connected again");
    await expect(latest.getByRole("listitem").nth(1)).toContainText("Mended");
    await button(latest, "Mark all as read").click();
    await expect(button(latest, "Mark all as read")).toHaveCount(0);
    await expect(latest.getByText("New", { exact: true })).toHaveCount(0);
    await latest.getByRole("link", { name: "All notices" }).click();
    await expect(page.getByRole("list", { name: "Notices", exact: true }).getByRole("listitem")).toHaveCount(
      2,
    );
    await expect(button(page, "Notices")).toBeVisible();
  });

  await test.step("a renewal is refused: connected, but the person is needed by a time", async () => {
    await install.sandbox.setKnobs("hana", { workflowOnRefresh: true, approval: "prompt", alwaysAsk: true });
    await page.getByRole("link", { name: `Robinhood "${LABEL}" needs you` }).click();
    await expect(liveSentence(page)).toBeVisible();
    await button(page, "Refresh session").click();
    await expect(page.getByText(/^Sign in again by .* to keep this connection\.$/)).toBeVisible();
    await expect(page.getByText("Robinhood refused to renew it (1003)")).toBeVisible();
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toContainText("Connected");
    await expect(heading).toContainText("Needs you");
    await expect(page.getByText(/^The session at Robinhood still serves/)).toBeVisible();
    await expect(
      page.getByRole("region", { name: "Broker session" }).locator("dl > div").filter({ hasText: /^Ends/ }),
    ).toBeVisible();
  });

  await test.step("a sign-in that is cancelled keeps the session", async () => {
    await button(page, "Sign in again").click();
    await expect(signInForm(page)).toBeVisible();
    await expect(button(page, "Sign in again")).toHaveCount(1);
    await button(signInForm(page), "Not now").click();
    await expect(signInForm(page)).toHaveCount(0);
    await expect(button(page, "Sign in again")).toBeFocused();
    await button(page, "Sign in again").click();
    await signInAgain(page, "hana");
    await expect(promptHeading(page)).toBeVisible();
    await expect(
      page.getByText("Cancel the sign-in first; then the connection can be removed."),
    ).toBeVisible();
    await expect(page.getByText(/disconnect instead/)).toHaveCount(0);
    await button(page, "Cancel sign-in").click();
    await expect(page.getByText(/^The session at Robinhood still serves/)).toBeVisible();
    await expect(page.getByText(/^Sign in again by /)).toBeVisible();
    await page.goto(`${install.url}/dashboard`);
    await expect(page.getByRole("table", { name: new RegExp(`^Accounts of ${LABEL}`) })).toBeVisible();
  });

  await test.step("one that succeeds takes its place", async () => {
    await install.sandbox.clearKnobs("hana");
    await page.getByRole("link", { name: LABEL, exact: true }).click();
    await button(page, "Sign in again").click();
    await signInAgain(page, "hana");
    await expect(liveSentence(page)).toBeVisible();
    await expect(page.getByText(/^Sign in again by /)).toHaveCount(0);
    await button(page, "Refresh session").click();
    await expect(page.getByText("Session refreshed", { exact: true })).toBeVisible();
  });

  await test.step("a receiver that is gone is shown with what to do", async () => {
    await page.goto(`${install.url}/settings/notices`);
    receiver.answer(410);
    await button(page, "Send a test to My alarm").click();
    await expect(page.getByRole("alert").filter({ hasText: "The test was not delivered." })).toBeVisible();
    await expect(channel).toContainText("Not getting through");
  });

  await test.step("quiet hours are set, the channel is removed", async () => {
    await button(page, "Edit My alarm").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "Keep quiet hours" }).click();
    await dialog.getByLabel("From", { exact: true }).fill("21:30");
    await dialog.getByLabel("To, the next day", { exact: true }).fill("21:30");
    await button(dialog, "Save").click();
    await expect(dialog.getByText("Choose another time than the beginning")).toBeVisible();
    await dialog.getByLabel(/^To/).fill("06:45");
    await dialog.getByLabel("Time zone").selectOption("America/New_York");
    await button(dialog, "Save").click();
    await expect(channel).toContainText("21:30");
    await expect(channel).toContainText("06:45");
    await expect(channel).toContainText("New York");
    await button(page, "More for My alarm").click();
    await page.getByRole("menuitem", { name: "Remove channel" }).click();
    await button(page.getByRole("dialog"), "Remove channel").click();
    await expect(page.getByText("No channel yet")).toBeVisible();
  });
});
