import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

// The figures of Paul's and Rosa's wheels are worked out in src/sandbox/robinhood/portfolio/worked-cycles.md.

const WHEEL_TIMEOUT_MS = 60_000;

const group = (page: Page, underlying: string): Locator =>
  page.getByRole("region", { name: underlying, exact: true });

async function openCycle(page: Page, url: string, underlying: string): Promise<void> {
  await page.goto(`${url}/wheel`);
  await group(page, underlying).getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: `${underlying} wheel` })).toBeVisible();
}

const figure = (page: Page, name: string): Locator =>
  page
    .getByRole("region", { name: "Figures" })
    .locator("dl > div")
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator("dd")
    .first();

test("a wheel is told by underlying, each cycle by its figures, and a price or a roll by arithmetic", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(360_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await page.setViewportSize({ width: 1440, height: 900 });
  await connectWithoutApproval(page, install, "paul", "Paul's wheel");

  await test.step("open cycles stand by underlying", async () => {
    await page.goto(`${install.url}/wheel`);
    await expect(group(page, "INTC")).toBeVisible({ timeout: WHEEL_TIMEOUT_MS });
    const row = group(page, "INTC").getByRole("row").nth(1);
    await expect(row).toContainText("Cash-secured put");
    await expect(row).toContainText("+229.76");
    await expect(row).toContainText("22.85");
    await expect(row).toContainText("4,800.00");
    await expect(group(page, "BAC").getByRole("row").nth(1)).toContainText("Covered strangle");
    await expect(group(page, "BAC").getByRole("row").nth(1)).toContainText("40.50");
    await expect(group(page, "BAC").getByRole("row").nth(1)).toContainText("42.90");
    await expect(group(page, "SOFI").getByRole("row").nth(1)).toContainText("Partly covered");
    await expect(group(page, "HLCN").getByRole("row").nth(1)).toContainText("Uncovered shares");
    await capture(page, "wheel");
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectAccessible(page, "wheel");
  });

  await test.step("the payoff of an underlying is a plot, a table and a picture", async () => {
    await button(page, "Payoff of BAC").click();
    const plot = page.getByRole("img", { name: /^At most / });
    await expect(plot).toBeVisible();
    await button(page, "Show payoff of bac at expiry as a table").click();
    await expect(page.getByRole("table", { name: "Payoff of BAC at expiry" })).toBeVisible();
    await button(page, "Show payoff of bac at expiry as a plot").click();
    await button(page, "Save payoff of bac at expiry as a picture").click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: /^PNG/ }).click();
    expect((await saved).suggestedFilename()).toBe("wheelhouse-payoff-bac.png");
  });

  await test.step("closed cycles and what is beside the wheel have their own lists", async () => {
    await page.getByRole("tab", { name: /^Closed cycles/ }).click();
    const closed = page.getByRole("table", { name: /^Closed cycles/ });
    await expect(closed.getByRole("row").filter({ hasText: "+2,174.72" })).toContainText("Called away");
    await page.getByRole("tab", { name: /^Beside the wheel/ }).click();
    const beside = page.getByRole("table", { name: "Options beside the wheel" });
    await expect(beside.getByRole("row").filter({ hasText: "XSP" }).first()).toContainText("Settled in cash");
    await expect(beside.getByRole("row").filter({ hasText: "HLCN" })).toContainText("Bought to open.");
    await expectAccessible(page, "beside the wheel");
  });

  await test.step("a cycle's page says what a price at expiry would bring", async () => {
    await openCycle(page, install.url, "INTC");
    await expect(figure(page, "Net premium, USD")).toHaveText("+229.76");
    await expect(figure(page, "Realised profit")).toHaveText("−60.16");
    await expect(figure(page, "Break-even, per share")).toHaveText("22.85");
    const whatIf = page.getByRole("region", { name: "What if" });
    await expect(whatIf).toContainText("Arithmetic on the figures above. No order is sent.");
    // At 20: 200 shares come in at 24 for 4,800; 229.76 − 200 × 4 = −570.24.
    await whatIf.getByLabel("Share price at expiry, USD").fill("20");
    await expect(whatIf.getByRole("row", { name: /^Cash that assignment moves/ })).toContainText("−4,800.00");
    await expect(whatIf.getByRole("row", { name: /^Effective basis/ })).toContainText("22.85");
    await expect(whatIf.getByRole("row", { name: /^Profit, shares/ })).toContainText("−570.24");
    await whatIf.getByLabel("Share price at expiry, USD").fill("a lot");
    await expect(whatIf).toContainText("Enter a price such as 52.50.");
    await whatIf.getByLabel("Share price at expiry, USD").fill("30");
    await expect(whatIf.getByRole("row", { name: /^Profit, shares/ })).toContainText("+229.76");
  });

  await test.step("a roll is told beside keeping", async () => {
    const roll = page.getByRole("region", { name: "Roll a short option" });
    await button(roll, "Work out the roll").click();
    await expect(roll).toContainText("Enter what a share of the new contract brings, such as 1.20.");
    await roll.getByLabel("Close at, per share").fill("1.00");
    await roll.getByLabel("New strike").fill("23");
    await roll.getByLabel("Open at, per share").fill("1.20");
    await roll.getByLabel("Fees, USD").fill("0.16");
    await button(roll, "Work out the roll").click();
    // (1.20 − 1.00) × 200 − 0.16 = 39.84; break-even (23 × 200 − 229.76 − 39.84) ÷ 200 = 21.652.
    await expect(roll).toContainText("Net +39.84 after fees");
    const compared = roll.getByRole("table", { name: "The cycle with the roll and without" });
    await expect(compared.getByRole("row", { name: /^Net premium/ })).toHaveText(/\+229\.76.*\+269\.60/);
    await expect(compared.getByRole("row", { name: /^Break-even/ })).toHaveText(/22\.85.*21\.65/);
    await capture(page, "wheel-cycle");
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectAccessible(page, "a cycle with a roll thought about");
  });

  await test.step("a roll is cut and the word taken back", async () => {
    const rolls = page.getByRole("region", { name: "Rolls" });
    await expect(rolls).toContainText("one order, 100 % sure");
    await button(rolls, "Cut").click();
    await expect(rolls).toContainText("your word");
    await button(rolls, "Take my word back").click();
    await expect(rolls).toContainText("one order, 100 % sure");
  });
});

test("what needs attention is told with its numbers, dismissed and brought back, by thresholds of one's own", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(360_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await page.setViewportSize({ width: 1440, height: 900 });
  await connectWithoutApproval(page, install, "rosa", "Rosa's wheel");
  const list = page.getByRole("list", { name: "What needs you" });

  await test.step("at the top of the dashboard", async () => {
    await page.goto(`${install.url}/dashboard`);
    await expect(list).toBeVisible({ timeout: WHEEL_TIMEOUT_MS });
    await capture(page, "dashboard-attention");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("and of the wheel, each with its rule in a sentence", async () => {
    await page.goto(`${install.url}/wheel`);
    await expect(list).toBeVisible({ timeout: WHEEL_TIMEOUT_MS });
    const more = button(page, /^Show \d+ more$/);
    if (await more.isVisible()) await more.click();
    await expect(list).toContainText(/PFE 24\.50 call .* may be exercised early: the ex-dividend day is/);
    await expect(list).toContainText(/short puts? would cost \$.* of cash is there/);
    await expect(list).toContainText(/BAC 47 put .*under way, 1 contract short\./);
    await expectAccessible(page, "needs attention");
    await capture(page, "wheel-attention");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("one is put aside and brought back", async () => {
    const item = list
      .getByRole("listitem")
      .filter({ hasText: "PFE 24.50 call" })
      .filter({ hasText: "may be exercised early" });
    await button(item, "Dismiss until it changes").click();
    await expect(item).toContainText("Dismissed until it changes");
    await page.reload();
    await expect(list).toBeVisible({ timeout: WHEEL_TIMEOUT_MS });
    await button(page, /^Show \d+ dismissed$/).click();
    await button(item, "Undo").click();
    await expect(button(item, "Dismiss until it changes")).toBeVisible();
  });

  await test.step("thresholds are checked before they are kept", async () => {
    await page.getByRole("link", { name: "Thresholds" }).click();
    await page.getByLabel("Profit target, percent").fill("120");
    await button(page, "Save thresholds").click();
    await expect(page.getByText("Enter a whole percentage from 1 to 100.")).toBeVisible();
    await page.getByLabel("Profit target, percent").fill("60");
    await button(page, "Save thresholds").click();
    await expect(page.getByText("Saved your thresholds", { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Profit target, percent")).toHaveValue("60");
    await capture(page, "settings-attention");
    await expectAccessible(page, "thresholds");
  });
});
