import { expect, test } from "./fixtures";
import {
  answerOnPhone,
  button,
  liveSentence,
  OWNER,
  promptHeading,
  setUpOwner,
  startConnecting,
} from "./steps";

/** `12345.6` as the pages write amounts: `12,345.60`. */
const asShown = (amount: string): string =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    Number(amount),
  );

test("set up, connect, approve on the phone, see the balance, disconnect, find it all in the audit log", async ({
  freshInstall: install,
  visit,
}) => {
  const page = await visit();

  await test.step("the first visit leads to the setup, which makes the owner once", async () => {
    await page.goto(install.url);
    await expect(page).toHaveURL(`${install.url}/setup`);
    await setUpOwner(page, install, OWNER);
    await expect(page.getByText("No connection yet")).toBeVisible();
    const later = await visit();
    await later.goto(`${install.url}/setup`);
    await expect(later).toHaveURL(`${install.url}/sign-in`);
  });

  await test.step("the sign-in at the broker waits for the person's phone", async () => {
    await startConnecting(page, install, "ada", "Ada's Robinhood");
    await expect(promptHeading(page)).toBeVisible();
    await expect(page.getByText("Robinhood waits for your approval on your phone.")).toBeVisible();
    await expect(page.getByText(/^Time left to approve: \d/)).toBeAttached();
  });

  await test.step("approved on the phone, the page goes on by itself", async () => {
    let loads = 0;
    page.on("load", () => {
      loads += 1;
    });
    const phone = await visit();
    await answerOnPhone(phone, install, "ada", "Approve");
    await expect(liveSentence(page)).toBeVisible();
    await expect(button(page, "Disconnect")).toBeVisible();
    await expect(page.getByRole("link", { name: /1 of 1 connected, nothing wrong/ })).toBeVisible();
    expect(loads).toBe(0);
  });

  await test.step("the dashboard shows what the broker itself says, with source and age", async () => {
    const worth = asShown(await install.sandbox.portfolioValue("ada"));
    await page.getByRole("navigation", { name: "Main", exact: true }).getByText("Dashboard").click();
    const accounts = page.getByRole("table", { name: /^Accounts of Ada's Robinhood/ });
    await expect(accounts.getByRole("row").nth(1)).toContainText(worth);
    const section = page.getByRole("region", { name: "Ada's Robinhood" });
    await expect(section).toContainText("Fresh");
    await expect(section).toContainText("From Robinhood, just now");
    await expect(page.getByRole("region", { name: "All accounts, USD" })).toContainText(worth);
  });

  await test.step("disconnected, the session is gone at the broker too", async () => {
    await install.sandbox.setKnobs("ada", { revokeEndsSession: true });
    const before = (await install.sandbox.person("ada")).liveSessions;
    await page.getByRole("link", { name: "Ada's Robinhood" }).click();
    await button(page, "Disconnect").click();
    await button(page.getByRole("dialog"), "Disconnect").click();
    await expect(page.getByText("The session was ended there too.", { exact: true })).toBeVisible();
    await expect(page.getByText(/^Disconnected\. Sign in to Robinhood again/)).toBeVisible();
    expect((await install.sandbox.person("ada")).liveSessions).toBe(before - 1);
    await page.goto(`${install.url}/dashboard`);
    await expect(page.getByText("No figures yet")).toBeVisible();
  });

  await test.step("the audit log has every step, newest first", async () => {
    await page.getByRole("navigation", { name: "Main", exact: true }).getByText("Audit log").click();
    const log = page.getByRole("table", { name: "Audit events, newest first" });
    await expect(log).toBeVisible();
    const messages = await log.locator("[data-audit-row]").allTextContents();
    const steps = [
      "Logout successful",
      "Authentication successful",
      "Challenge issued",
      "Broker login started",
      "Connection added",
      "Signed in",
      "Setup completed, owner created",
    ];
    expect(messages.filter((message) => steps.includes(message))).toEqual(steps);
    for (const row of await log.getByRole("row").filter({ hasText: OWNER.email }).all()) {
      await expect(row).toContainText("Success");
      // The approval is found by Wheelhouse itself, later than any request of the browser.
      const isOwnWork = (await row.textContent())?.includes("Authentication successful") === true;
      await expect(row).toContainText(isOwnWork ? "—" : "127.0.0.1");
    }
  });

  await test.step("a row opens to who, from where and the request", async () => {
    await button(page, "Authentication successful").click();
    const details = page.getByRole("dialog");
    const fact = (name: string) =>
      details
        .locator("dl > div")
        .filter({ has: page.getByText(name, { exact: true }) })
        .locator("dd");
    await expect(fact("Type")).toHaveText("LOGIN");
    await expect(fact("Outcome")).toHaveText("Success");
    await button(details, "Older").click();
    await expect(page.getByRole("dialog")).not.toHaveAccessibleName("Authentication successful");
    await page.keyboard.press("Escape");
    await button(page, "Connection added").click();
    await expect(fact("Type")).toHaveText("CONNECTION_ADDED");
    await expect(fact("Person")).toHaveText(OWNER.email);
    await expect(fact("Address")).toHaveText("127.0.0.1");
    await expect(fact("User agent")).toHaveText(/Chrome/);
    await expect(fact("Request id")).toHaveText(/^[0-9a-f-]{36}$/);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});
