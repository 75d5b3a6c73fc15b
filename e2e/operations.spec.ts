import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

/** Figures are told of once a minute; a slow machine takes its time on top. */
const FIRST_FIGURES_MS = 120_000;

test("the master key is changed and data keys are renewed on their page", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "ivan", "Family money");
  await page.goto(`${install.url}/admin/keys`);
  await expect(page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  const steps = page.getByRole("region", { name: "Master key" });
  const next = steps.locator('[aria-current="step"]');
  await expect(next).toContainText("Generate a new key");
  await expectAccessible(page, "keys");
  await capture(page, "keys");

  await test.step("a new key is made after the password was given", async () => {
    await button(next, "Generate a key").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Your Wheelhouse password/).fill("not the password");
    await button(dialog, "Generate the key").click();
    await expect(dialog.getByText("This is not your Wheelhouse password")).toBeVisible();
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await expectAccessible(page, "generating a key");
    await capture(page, "keys-generate", false);
    await button(dialog, "Generate the key").click();
    await expect(page.getByRole("dialog", { name: "The new master key" })).toBeVisible();
    await capture(page, "keys-generated", false);
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  });

  await test.step("it is changed over to once every process holds it", async () => {
    await expect(button(next, "Change over now")).toBeVisible({ timeout: 60_000 });
    await capture(page, "keys-ready");
    await button(next, "Change over now").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await button(dialog, "Change over").click();
    await expect(page.getByText("The new master key is in use", { exact: true })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("the data keys are renewed while the app serves", async () => {
    await button(page, "Renew data keys").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await button(dialog, "Renew data keys").click();
    await expect(page.getByText(/^Renewed .* by /)).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page, "keys, renewed");
    await capture(page, "keys-renewed");
  });
});

test("the install's figures come with what is normal, and members don't get them", async ({
  freshInstall: install,
  visit,
  userPage,
  install: home,
}) => {
  test.setTimeout(300_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await button(page, "More").click();
  await page.getByRole("menuitem", { name: "Metrics" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Metrics" })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("table", { name: /^Every figure with its mean/ })).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: FIRST_FIGURES_MS });
  await expect(page.getByRole("table", { name: "Processes of this install" })).toContainText(
    "answers this page",
  );
  await expectAccessible(page, "metrics");
  await capture(page, "metrics");
  await button(page, "Day").click();
  await expect(button(page, "Day")).toHaveAttribute("aria-pressed", "true");
  for (const path of ["/admin/keys", "/admin/metrics"]) {
    expect((await userPage.goto(`${home.url}${path}`))?.status()).toBe(403);
  }
});
