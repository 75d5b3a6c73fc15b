import { expect, test } from "./fixtures";
import { addConnection, button, OWNER } from "./steps";

test("the audit log is filtered, searched and read page by page", async ({ install, ownerPage: page }) => {
  test.slow();
  const log = page.getByRole("table", { name: "Audit events, newest first" });
  const rows = log.locator("[data-audit-row]");
  const shown = page.getByRole("status").filter({ hasText: /events? shown/ });

  await test.step("enough has happened for several pages", async () => {
    await addConnection(page, install, "Renamed again and again");
    const connectionId = page.url().split("/").at(-1);
    for (let round = 0; round < 60; round += 1) {
      const reply = await page.request.post(`${install.url}/api/trpc/connections.change`, {
        headers: { origin: install.url },
        data: { connectionId, label: `Name number ${round}` },
      });
      expect(reply.status()).toBe(200);
    }
  });

  await test.step("a page has fifty events, and more come on demand, none twice", async () => {
    await page.goto(`${install.url}/admin/audit`);
    await expect(shown).toHaveText("50 events shown");
    await button(page, "Load more").click();
    await expect.poll(() => rows.count()).toBeGreaterThan(50);
    while ((await button(page, "Load more").count()) > 0) {
      const before = await rows.count();
      await button(page, "Load more").click();
      await expect.poll(() => rows.count()).toBeGreaterThan(before);
    }
    await expect(shown).toHaveText(/^\d+ events shown, the end of the list$/);
    await expect(rows.last()).toHaveText("Setup completed, owner created");
    const times = await log
      .locator("time")
      .evaluateAll((all) => all.map((time) => time.getAttribute("datetime")));
    expect(times).toEqual([...times].sort().reverse());
  });

  await test.step("text search narrows the list and stands in the address", async () => {
    await page.keyboard.press("/");
    const search = page.getByRole("searchbox");
    await expect(search).toBeFocused();
    await search.fill("setup completed");
    await expect(shown).toHaveText("1 event shown, the end of the list");
    await expect(page).toHaveURL(/\?q=setup\+completed$/);
    await search.fill("no event says this");
    await expect(page.getByText("No event matches")).toBeVisible();
    await button(page, "Clear the filters").click();
    await expect.poll(() => rows.count()).toBeGreaterThan(50);
    await expect(page).toHaveURL(`${install.url}/admin/audit`);
  });

  await test.step("filters by event, outcome, severity, person and time", async () => {
    const choose = async (filter: string, option: string) => {
      await button(page, filter).click();
      await page.getByRole("checkbox", { name: option, exact: true }).check();
      await page.keyboard.press("Escape");
    };
    await choose("Event", "Connection added");
    await expect(rows.first()).toHaveText("Connection added");
    await expect(page).toHaveURL(/\?type=CONNECTION_ADDED$/);
    await choose("Outcome", "Success");
    await choose("Severity", "Info");
    await button(page, "Person").click();
    await page.getByLabel("Part of the e-mail").fill(OWNER.email.slice(0, 8));
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/person=olive/);
    await button(page, "Time").click();
    await button(page, "Last hour").click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/from=/);
    for (const message of await rows.allTextContents()) expect(message).toBe("Connection added");
    await page.reload();
    await expect(rows.first()).toHaveText("Connection added");
    await button(page, "Clear").click();
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(50);
  });

  await test.step("an event opens to all its fields; the arrow keys walk the rows", async () => {
    await page.goto(`${install.url}/admin/audit?type=SETUP_COMPLETED`);
    await rows.first().click();
    const details = page.getByRole("dialog");
    await expect(details).toContainText("SETUP_COMPLETED");
    await expect(details).toContainText(OWNER.email);
    await expect(details).toContainText("Request id");
    await details.getByText("The record as JSON").click();
    await expect(details.locator("pre")).toContainText('"eventType": "SETUP_COMPLETED"');
    await page.keyboard.press("Escape");
    await expect(rows.first()).toBeFocused();
    await page.goto(`${install.url}/admin/audit`);
    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(details).toBeVisible();
  });
});
