import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, liveSentence, troubleNotice } from "./steps";

/** What the keeper may take: its rounds are ten seconds apart, and the tokens of these tests live for twenty. */
const KEEPER_MS = 60_000;

const attempts = (page: Page) => page.getByRole("table", { name: /^The last five attempts/ });

const sessionFact = (page: Page, term: string) =>
  page
    .getByRole("region", { name: "Broker session" })
    .locator("dl > div")
    .filter({ has: page.getByText(term, { exact: true }) })
    .getByRole("time");

/** How high the words of a line of the flight recorder stand: one number where time, title and facts are level. */
const heightsOfWords = (line: Locator) =>
  line.evaluate((row) => {
    const parts = [row.querySelector("time"), ...row.querySelectorAll("p > span")];
    const tops = parts.map((part) => {
      const words = document.createRange();
      if (part?.lastChild) words.selectNodeContents(part.lastChild);
      return Math.round(words.getClientRects()[0]?.top ?? 0);
    });
    return [...new Set(tops)];
  });

test("a session is renewed ahead of its end without anybody, and taken up again after a restart", async ({
  install,
  userPage: page,
  ownerPage,
}) => {
  test.slow();
  await install.sandbox.setKnobs("otto", { tokenLifeSeconds: 20 });
  await connectWithoutApproval(page, install, "otto", "Otto, kept");
  const renewedBefore = sessionFact(page, "Renewed before");
  const first = await renewedBefore.getAttribute("datetime");
  await install.sandbox.clearKnobs("otto");

  await test.step("the page shows the renewal and the new time by itself", async () => {
    const row = attempts(page).getByRole("row").filter({ hasText: "Renewal" });
    await expect(row).toContainText("by Wheelhouse, on its own", { timeout: KEEPER_MS });
    await expect(row).toContainText("Succeeded");
    await expect(renewedBefore).not.toHaveAttribute("datetime", String(first));
    const after = await renewedBefore.getAttribute("datetime");
    expect(Date.parse(String(after))).toBeGreaterThan(Date.parse(String(first)));
    await expect(liveSentence(page)).toBeVisible();
  });

  await test.step("what is left of this minute's requests is shown", async () => {
    const budget = page.getByRole("region", { name: "Requests this minute" });
    await expect(budget.getByRole("meter", { name: "Requests left this minute" })).toBeAttached();
    await expect(budget).toContainText(/\d+ of \d+/);
  });

  await test.step("after a restart the session is probed and goes on", async () => {
    await install.stopServer();
    await install.startServer();
    const takenUp = attempts(page).getByRole("row").filter({ hasText: "Session taken up" });
    // Taking up a session that is good changes nothing about the connection: the list is read anew by itself.
    await expect(takenUp).toContainText("Succeeded", { timeout: KEEPER_MS });
    await expect(liveSentence(page)).toBeVisible();
    await ownerPage.goto(`${install.url}/admin/audit`);
    await expect(button(ownerPage, "Session restored from cache").first()).toBeVisible();
    await expect(button(ownerPage, "Token auto-refreshed").first()).toBeVisible();
  });
});

test("a broker in trouble is told as such, and the flight recorder has all of it", async ({
  install,
  userPage: page,
}) => {
  test.slow();
  await connectWithoutApproval(page, install, "hana", "Hana, in trouble");
  const heading = page.getByRole("heading", { level: 1 });

  await test.step("the broker fails: degraded, with the next try, and nothing for the person to do", async () => {
    await install.sandbox.addFault({ kind: "status", status: 503, person: "hana" });
    await button(page, "Check now").click();
    await expect(troubleNotice(page)).toBeVisible({ timeout: 60_000 });
    await expect(heading).toContainText("Degraded");
    await expect(page.getByText(/You need not do anything\.$/)).toBeVisible();
    await expect(page.getByText(/^Wheelhouse tries again (in|any moment)/)).toBeVisible();
  });

  await test.step("it is announced once, though the page says it twice", async () => {
    const announced = page.getByRole("main").getByRole("status").filter({ hasText: "has trouble answering" });
    await expect(announced).toHaveCount(1);
    await expect(announced).toContainText("Wheelhouse goes on trying by itself");
    await button(page, "Refresh session").click();
    await expect(page.getByText(/^Time until Wheelhouse tries again: /)).toBeAttached();
  });

  await test.step("the list of connections says the same", async () => {
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").click();
    const row = page.getByRole("listitem").filter({ hasText: "Hana, in trouble" });
    await expect(row).toContainText("Degraded");
    await expect(row).toContainText("Next try");
    await row.getByRole("link", { name: "Hana, in trouble", exact: true }).click();
    await expect(troubleNotice(page)).toBeVisible();
  });

  await test.step("the trouble is over, and a try by hand finds it at once", async () => {
    await install.sandbox.clearFaults();
    await button(page, "Try again now").click();
    await expect(troubleNotice(page)).toHaveCount(0, { timeout: 60_000 });
    await expect(liveSentence(page)).toBeVisible();
    await expect(heading).not.toContainText("Degraded");
    await expect(page.getByText("The broker is not available.")).toHaveCount(0);
    await expect(attempts(page).getByRole("row").filter({ hasText: "Try by hand" })).toContainText(
      "Succeeded",
    );
  });

  const recorder = page.getByRole("region", { name: "Flight recorder" });
  const acts = recorder.getByRole("list", { name: "What happened, newest first" });
  await test.step("the flight recorder opens by keyboard and shows every request", async () => {
    await button(recorder, "Show timeline").focus();
    await page.keyboard.press("Enter");
    await expect(acts.getByRole("listitem").first()).toBeVisible();
    await expect(button(recorder, "Hide timeline")).toBeFocused();
    const all = await acts.locator("details").count();
    await button(recorder, "Trouble only").focus();
    await page.keyboard.press("Space");
    await expect(button(recorder, "Trouble only")).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => acts.locator("details").count()).toBeLessThan(all);
    const act = acts.locator("details").first();
    await act.locator("summary").focus();
    await page.keyboard.press("Enter");
    await expect(act).toHaveAttribute("open", "");
    await expect(act).toContainText("503");
    for (const line of await act.locator("ol > li").all()) expect(await heightsOfWords(line)).toHaveLength(1);
  });

  await test.step("the download is JSON without what names the person", async () => {
    const saving = page.waitForEvent("download");
    await button(recorder, "Download").click();
    const download = await saving;
    const text = await readFile(await download.path(), "utf8");
    const document: unknown = JSON.parse(text);
    expect(document).toMatchObject({
      format: "wheelhouse-flight-recorder/1",
      broker: { id: "robinhood" },
      connection: { status: "connected", health: "ok" },
    });
    expect(download.suggestedFilename()).toMatch(/\.json$/);
    expect(text).toContain("503");
    const account = await install.sandbox.accountNumber("hana");
    expect(account).toMatch(/\w{6,}/);
    for (const named of ["hana", "example.com", account]) {
      expect(text.toLowerCase()).not.toContain(named.toLowerCase());
    }
  });
});
