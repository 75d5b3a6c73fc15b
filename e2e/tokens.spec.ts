import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { addConnection, button, OWNER, setUpOwner } from "./steps";

test("a token is made and seen once, serves, is rotated and revoked, and a switch keeps programs out", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await addConnection(page, install, "Family money");
  const seen: string[] = [];
  const statusOf = async (token: string) =>
    (await fetch(`${install.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;

  await test.step("the person's menu leads to an empty list", async () => {
    await button(page, /^Your account/).click();
    await page.getByRole("menuitem", { name: "API tokens" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "API tokens" })).toBeVisible();
    await expect(page.getByText("No token yet")).toBeVisible();
    await expectAccessible(page, "tokens, none yet");
    await capture(page, "tokens-empty");
  });

  await test.step("mistakes are named, and nothing that was typed is lost", async () => {
    await button(page, "Make a token").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Rebalancer");
    await button(dialog, "Make the token").click();
    await expect(dialog.getByText("Choose at least one scope")).toBeVisible();
    await expect(dialog.getByRole("checkbox").first()).toBeFocused();
    await dialog.getByRole("checkbox", { name: "See shares and options that are held" }).click();
    await dialog.getByRole("checkbox", { name: "See connections, their status and what they need" }).click();
    await dialog.getByRole("checkbox", { name: /^Get the full token/ }).click();
    await expect(dialog.getByText("Whoever has this token can act on your account.")).toBeVisible();
    await dialog.getByRole("radio", { name: "Connections" }).click();
    await dialog.getByRole("checkbox", { name: "Family money" }).click();
    await dialog.getByLabel(/^Your Wheelhouse password/).fill("not the password");
    await button(dialog, "Make the token").click();
    await expect(dialog.getByText("This is not your Wheelhouse password")).toBeVisible();
    await expectAccessible(page, "making a token");
    await capture(page, "token-make", false);
    await dialog.getByRole("checkbox", { name: /^Get the full token/ }).click();
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await button(dialog, "Make the token").click();
    const shown = dialog.getByLabel("API token", { exact: true });
    await expect(shown).toHaveValue(/^whl_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    seen.push(await shown.inputValue());
    await expectAccessible(page, "a token, shown once");
    await capture(page, "token-shown", false);
    await button(dialog, "Done").click();
  });

  const tokens = page.getByRole("list", { name: "Tokens", exact: true }).getByRole("listitem");
  await test.step("the list tells what it may do, and not the token", async () => {
    const row = tokens.filter({ hasText: "Rebalancer" }).first();
    await expect(row).toContainText("Live");
    await expect(row).toContainText("See shares and options that are held");
    await expect(row).toContainText("Family money");
    await expect(row).toContainText("Never");
    await page.reload();
    await expect(row).toBeVisible();
    expect(await page.content()).not.toContain(seen[0]?.split("_")[2] ?? "whl_");
    expect(await statusOf(seen[0] ?? "")).toBe(200);
  });

  await test.step("rotated, both serve for a while", async () => {
    await button(page, "Rotate Rebalancer").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("The old token ends").selectOption("1");
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await capture(page, "token-rotate", false);
    await button(dialog, "Make a new token").click();
    const shown = dialog.getByLabel("API token", { exact: true });
    await expect(shown).toHaveValue(/^whl_/);
    seen.push(await shown.inputValue());
    await button(dialog, "Done").click();
    await expect(page.getByText("Being replaced")).toBeVisible();
    for (const token of seen) expect(await statusOf(token)).toBe(200);
    await expectAccessible(page, "tokens");
    await capture(page, "tokens");
  });

  await test.step("revoked, it is refused at the next call", async () => {
    await button(page, "Revoke Rebalancer").click();
    const dialog = page.getByRole("dialog");
    await capture(page, "token-revoke", false);
    await button(dialog, "Revoke token").click();
    await expect(page.getByRole("list", { name: "Ended tokens" })).toContainText("Revoked");
    expect(await Promise.all(seen.map(statusOf))).toEqual([200, 401]);
  });

  await test.step("frozen, programs are kept out until they are let in again", async () => {
    await button(page, "Freeze my programs").click();
    await button(page.getByRole("dialog"), "Freeze my programs").click();
    await expect(page.getByText("Your programs are kept out.")).toBeVisible();
    expect(await statusOf(seen[0] ?? "")).toBe(403);
    await button(page, "Freeze everybody's programs").click();
    await button(page.getByRole("dialog"), "Freeze everybody's programs").click();
    await expect(page.getByText(`Everybody's programs are kept out, by ${OWNER.email}.`)).toBeVisible();
    await expectAccessible(page, "tokens, frozen");
    await capture(page, "tokens-frozen");
    await button(page, "Let mine in again").click();
    await expect(page.getByText("Your programs are kept out.")).toHaveCount(0);
    expect(await statusOf(seen[0] ?? "")).toBe(403);
    await button(page, "Let everybody's in again").click();
    await expect(page.getByText(/programs are kept out, by/)).toHaveCount(0);
    expect(await statusOf(seen[0] ?? "")).toBe(200);
  });
});

test("a member freezes their own programs and nobody else's", async ({ install, userPage: page }) => {
  await page.goto(`${install.url}/settings/tokens`);
  await expect(button(page, "Freeze my programs")).toBeVisible();
  await expect(button(page, "Freeze everybody's programs")).toHaveCount(0);
  await button(page, "Make a token").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("checkbox", { name: /^See orders/ })).toBeVisible();
  // What the role User does not carry is not offered.
  await expect(dialog.getByRole("checkbox", { name: /audit log/ })).toHaveCount(0);
  await expect(dialog.getByText("Hold the broker session")).toHaveCount(0);
});
