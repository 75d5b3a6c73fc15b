import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe-check";
import { expect, test } from "./fixtures";
import type { Install } from "./install";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

async function signedUp(install: Install, visit: () => Promise<Page>): Promise<Page> {
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  return page;
}

async function openPositions(page: Page, install: Install, key: string, label: string): Promise<void> {
  await connectWithoutApproval(page, install, key, label);
  await page.goto(`${install.url}/positions`);
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
}

const grid = (page: Page) => page.locator('[aria-label="Positions of all accounts"]');

test("positions of all accounts are ordered, searched, put together and exported", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await signedUp(install, visit);
  await openPositions(page, install, "paul", "Paul's wheel");
  await expect(page.getByRole("list").getByText("Fresh").first()).toBeVisible();

  await test.step("a header orders the rows and says so; what is not known stays last", async () => {
    const header = page.getByRole("columnheader", { name: "Position", exact: true });
    await header.getByRole("button").click();
    await expect(header).toHaveAttribute("aria-sort", "ascending");
    const names = await page.getByRole("rowheader").allTextContents();
    await header.getByRole("button").click();
    await expect(header).toHaveAttribute("aria-sort", "descending");
    expect(names.length).toBeGreaterThan(2);
  });

  await test.step("the keyboard moves along the rows; Enter opens one and Escape returns", async () => {
    const rows = page.locator("[data-grid-line]");
    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("End");
    await expect(rows.last()).toBeFocused();
    await page.keyboard.press("Home");
    await expect(rows.first()).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toContainText("Market value");
    await page.keyboard.press("Escape");
    await expect(rows.first()).toBeFocused();
  });

  await test.step("groups have subtotals and fold", async () => {
    await button(page, "Group").click();
    await page.getByRole("menuitemradio", { name: "Kind" }).click();
    const head = page.locator("tr[aria-level='1']").first();
    await expect(head).toHaveAttribute("aria-expanded", "true");
    await head.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(head).toHaveAttribute("aria-expanded", "false");
    await expectAccessible(page, "grouped positions");
    await page.reload();
    await expect(button(page, "By kind")).toBeVisible({ timeout: 60_000 });
    await button(page, "By kind").click();
    await page.getByRole("menuitemradio", { name: "Nothing" }).click();
  });

  await test.step("the export has every column, where it comes from and how old it is", async () => {
    const download = page.waitForEvent("download");
    await button(page, "Export CSV").click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^wheelhouse-positions-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await file.path(), "utf8")).split("\r\n");
    expect(lines[0]).toContain("Market value");
    expect(lines[0]).toContain("Source,Quantity state,Quantity as of,Price state,Price as of");
    expect(lines[1]).toContain("robinhood,fresh,");
  });

  await test.step("hidden amounts are hidden everywhere, also after a reload; quantities stay", async () => {
    await button(page, "Hide amounts").click();
    await expect(page.locator("tfoot")).not.toContainText(/\d\.\d\d/);
    await page.reload();
    await expect(page.locator("tfoot")).toContainText("•••", { timeout: 60_000 });
    await expect(page.locator("tfoot")).not.toContainText(/\d\.\d\d/);
    await expectAccessible(page, "positions with hidden amounts");
    await button(page, "Show amounts").click();
    await expect(page.locator("tfoot")).toContainText(/\d\.\d\d/);
  });
});

test("a thousand positions stay smooth: few rows are drawn and the last is one key away", async ({
  freshInstall: install,
  visit,
}) => {
  const page = await signedUp(install, visit);
  test.slow();
  await openPositions(page, install, "stan", "Stan's thousand");
  await expect(page.getByText(/^1,0\d\d positions|^1,\d{3} positions/)).toBeVisible();
  const rows = page.locator("[data-grid-line]");
  expect(await rows.count()).toBeLessThan(80);
  await rows.first().focus();
  await page.keyboard.press("End");
  const total = Number(await grid(page).getAttribute("aria-rowcount"));
  await expect(page.locator(`tr[aria-rowindex="${total}"]`)).toBeFocused();
  await page.getByPlaceholder("Search positions").fill("no such symbol");
  await expect(page.getByText("No position matches")).toBeVisible();
  await button(page, "Clear filters").first().click();
  await expect(grid(page)).toBeVisible();
});

test("on a phone positions are a list that opens by a touch and never sticks out", async ({
  freshInstall: install,
  visit,
}) => {
  const page = await signedUp(install, visit);
  await openPositions(page, install, "rosa", "Rosa's account");
  await page.setViewportSize({ width: 390, height: 844 });
  const list = page.getByRole("list", { name: "Positions of all accounts" });
  await expect(list).toBeVisible();
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await list.getByRole("button").first().click();
  await expect(page.getByRole("dialog")).toContainText("Quantity");
  await page.keyboard.press("Escape");
  await button(page, "More").click();
  await expect(page.getByRole("menuitem", { name: "Options" })).toBeVisible();
});

test("open options have days left and greeks, and contracts are looked up", async ({
  freshInstall: install,
  visit,
}) => {
  const page = await signedUp(install, visit);
  await connectWithoutApproval(page, install, "rosa", "Rosa's options");
  await page.goto(`${install.url}/options`);
  const open = page.locator('[aria-label="Open options of all accounts"]');
  await expect(open).toBeVisible({ timeout: 60_000 });
  for (const name of ["Days left", "To strike", "Delta", "IV %"]) {
    await expect(open.getByRole("columnheader", { name, exact: true })).toBeVisible();
  }
  const symbol = (await open.getByRole("rowheader").first().textContent()) ?? "";
  await page.getByLabel("Underlying", { exact: true }).fill(symbol.toLowerCase());
  await button(page, "Look up").click();
  await expect(page.locator(`[aria-label="Contracts of ${symbol}"]`)).toBeVisible({ timeout: 60_000 });
});

test("prices that can't be read leave a failed mark and no zero", async ({
  freshInstall: install,
  visit,
}) => {
  const page = await signedUp(install, visit);
  await connectWithoutApproval(page, install, "paul", "Paul without prices");
  await install.sandbox.addFault({ kind: "status", status: 503, path: "/marketdata/options/" });
  await page.goto(`${install.url}/positions`);
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/Nothing is shown in (its|their) place/).first()).toBeVisible();
  await expect(grid(page).getByText("Failed").first()).toBeVisible();
});
