import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

test("income is told in plots, tables and a calendar that other programs read", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await page.setViewportSize({ width: 1440, height: 900 });
  await connectWithoutApproval(page, install, "paul", "Paul's income");
  await page.goto(`${install.url}/income`);
  const plot = page.getByRole("img", { name: /^Premium of the last \d+ months, in US dollars\./ });

  await test.step("premium by month and by week", async () => {
    await expect(plot).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("img", { name: /^Capital in use, in US dollars\./ })).toBeVisible();
    await capture(page, "income");
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectAccessible(page, "income");
    await button(page, "By week").click();
    await expect(page.getByRole("img", { name: /^Premium of the last \d+ weeks/ })).toBeVisible();
    await button(page, "Show premium by week as a table").click();
    await expect(page.getByRole("table", { name: /^Premium over time/ })).toBeVisible();
    await expectAccessible(page, "income as tables");
    await button(page, "Show premium by week as a plot").click();
  });

  await test.step("a plot leaves as a picture that has no need of the page", async () => {
    await button(page, "Save capital in use as a picture").click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: /^SVG/ }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe("wheelhouse-capital-in-use.svg");
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain(">Capital in use</text>");
    expect(text).not.toContain("class=");
    expect(text).not.toContain("var(--");
  });

  await test.step("hidden amounts are hidden in plots too", async () => {
    await button(page, "Hide amounts").click();
    await expect(page.getByRole("img", { name: /^Capital in use.*together •••/ })).toBeVisible();
    await button(page, "Show amounts").click();
  });

  await test.step("a private address feeds a calendar, until it is renewed or removed", async () => {
    await button(page, "Make a calendar address").click();
    const field = page.getByRole("textbox", { name: "Calendar address" });
    const first = await field.inputValue();
    await expect(page.getByText("Copy the address now. It is shown this once.")).toBeVisible();
    await button(page, "Done").click();
    await expect(field).toHaveCount(0);
    const feed = await page.request.get(first);
    expect(feed.headers()["content-type"]).toContain("text/calendar");
    expect(await feed.text()).toContain("INTC 24 put (short) expires");
    await button(page, "Renew address").click();
    await button(page.getByRole("dialog"), "Renew address").click();
    await expect(field).toBeVisible();
    expect(await field.inputValue()).not.toBe(first);
    expect((await page.request.get(first)).status()).toBe(404);
    await button(page, "Remove address").click();
    await button(page.getByRole("dialog"), "Remove address").click();
    await expect(button(page, "Make a calendar address")).toBeVisible();
  });
});
