import { startVaultSimulator } from "@/test/vault-simulator";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { Install } from "./install";
import { addConnection, button, liveSentence, OWNER, setUpOwner, typeBrokerSignIn } from "./steps";

test("an admin sees where credentials are, moves them to Vault, and is told when Vault is away", async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const vault = await startVaultSimulator({ now: () => new Date() });
  const install = await Install.create({ VAULT_ADDR: vault.url, VAULT_TOKEN: vault.issueToken() });
  try {
    const page = await visit();
    await setUpOwner(page, install, OWNER);
    await install.sandbox.setKnobs("ada", { approval: "none" });
    const places = page.getByRole("list", { name: "Places for credentials" });
    const place = (name: string | RegExp) => places.getByRole("listitem").filter({ hasText: name });

    await test.step("what a person lets Wheelhouse remember is kept in the database at first", async () => {
      await addConnection(page, install, "Ada's Robinhood");
      const remember = page.getByRole("checkbox", { name: /^Remember these/ });
      await expect(remember).not.toBeChecked();
      await remember.check();
      await typeBrokerSignIn(page, "ada");
      await expect(liveSentence(page)).toBeVisible();
      await page.goto(`${install.url}/settings/system`);
      await expect(place("In use")).toContainText(/[1-9]\d* credentials?/);
      await expect(place("Vault")).toContainText("0 credentials");
      await page.getByRole("searchbox").fill("SECURE_STORAGE");
      await expectAccessible(page, "places of credentials");
      await capture(page, "credential-places");
    });

    await test.step("they are moved, each to Vault and out of the database", async () => {
      await button(page, /^Move all credentials to: .*Vault/).click();
      await expectAccessible(page, "moving credentials");
      await capture(page, "credential-move", false);
      await button(page.getByRole("dialog"), "Move credentials").click();
      const told = page.getByRole("status").filter({ hasText: "Moved the credentials to" });
      await expect(told).toContainText(/[1-9]\d* moved, 0 still elsewhere\./);
      await expect(place("In use")).toContainText("0 credentials");
      await expect(place("Vault")).toContainText(/[1-9]\d* credentials?/);
      const isWrite = (request: string) => /^POST .*secret\/data\//.test(request);
      expect(vault.requests.filter(isWrite).length).toBeGreaterThan(0);
      await capture(page, "credential-moved");
    });

    await test.step("while Vault is away the place says so, and nothing is lost", async () => {
      await vault.away();
      await page.reload();
      await page.getByRole("searchbox").fill("SECURE_STORAGE");
      await expect(place("Vault")).toContainText("Not usable", { timeout: 60_000 });
      await expect(place("Vault")).toContainText("can't be reached");
      await expect(place("Vault")).toContainText(/[1-9]\d* credentials?/);
      await capture(page, "credential-place-away");
      await vault.back();
      await page.reload();
      await expect(place("Vault")).toContainText("Answers", { timeout: 60_000 });
    });

    await test.step("and back again", async () => {
      await button(page, /^Move all credentials to: .*[Dd]atabase/).click();
      await button(page.getByRole("dialog"), "Move credentials").click();
      await expect(place("Vault")).toContainText("0 credentials");
      await expect(place("In use")).toContainText(/[1-9]\d* credentials?/);
    });
  } finally {
    await install.remove();
    await vault.close();
  }
});

test("where credentials come from the environment, the form says that nothing typed is kept", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const install = await Install.create({
    SECURE_STORAGE: "env",
    ROBINHOOD_USERNAME: "ada@example.com",
    ROBINHOOD_PASSWORD: "not-a-real-password-ada",
  });
  try {
    const page = await visit();
    await setUpOwner(page, install, OWNER);
    await install.sandbox.setKnobs("ada", { approval: "none" });
    await addConnection(page, install, "Ada's Robinhood");
    await expect(page.getByText(/^Nothing you type here is kept\./)).toBeVisible();
    await expect(page.getByRole("checkbox", { name: /^Remember/ })).toHaveCount(0);
    await expect(page.getByText("From the environment. Leave it empty to use that.")).toHaveCount(2);
    await expectAccessible(page, "connecting with credentials of the environment");
    await capture(page, "connect-from-environment");
    await button(page, "Connect Robinhood").click();
    await expect(liveSentence(page)).toBeVisible();
  } finally {
    await install.remove();
  }
});
