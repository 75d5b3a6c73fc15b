import { expectAccessible } from "./axe-check";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

test("orders are filtered by status, older ones come on demand, and legs unfold", async ({
  freshInstall: install,
  visit,
}) => {
  test.slow();
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "paul", "Paul's orders");
  await page.goto(`${install.url}/orders`);
  const grid = page.locator('[aria-label="Orders of all accounts"]');
  await expect(grid).toBeVisible({ timeout: 60_000 });

  await test.step("the newest stand first; those with several legs unfold", async () => {
    await expect(grid.getByRole("columnheader", { name: "Placed" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    const folded = grid.locator('tr[aria-expanded="false"]').first();
    await folded.focus();
    await page.keyboard.press("ArrowRight");
    await expect(grid.getByRole("table", { name: /^Legs of / })).toBeVisible();
    await expectAccessible(page, "orders with legs");
    await page.keyboard.press("ArrowLeft");
    await expect(grid.getByRole("table", { name: /^Legs of / })).toHaveCount(0);
  });

  await test.step("only those of a status", async () => {
    await button(page, "Status").first().click();
    await page.getByRole("menuitemradio", { name: "Cancelled" }).click();
    await expect(page.getByRole("button", { name: "Status Cancelled" })).toBeVisible();
    await expect(grid.locator("tbody").getByText("Filled", { exact: true })).toHaveCount(0, {
      timeout: 30_000,
    });
  });
});

test("older orders are loaded until there are none", async ({ freshInstall: install, visit }) => {
  test.slow();
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "uma", "Uma's orders");
  await page.goto(`${install.url}/orders`);
  const count = page.getByRole("status").filter({ hasText: /orders$/ });
  await expect(count).toBeVisible({ timeout: 60_000 });
  const before = await count.textContent();
  await button(page, "Load older").click();
  await expect(count).not.toHaveText(before ?? "", { timeout: 60_000 });
});
