import { join as joinPath } from "node:path";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test, USER } from "./fixtures";
import { button, connectWithoutApproval, invite, join, liveSentence, OWNER, setUpOwner } from "./steps";

test("a restored copy asks no broker until an admin decides how it goes on", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(300_000);
  const page = await visit();
  const member = await visit();
  const file = joinPath(install.dataDir, "all.backup");
  const banner = page.getByText("This is an older copy of the data.");

  await test.step("a backup is made while the app serves, and put back over what came later", async () => {
    await setUpOwner(page, install, OWNER);
    await page.goto(`${install.url}/admin/members`);
    await join(member, await invite(page, USER.email, ["User"]), USER);
    await connectWithoutApproval(page, install, "ivan", "Ivan's");
    await install.command("backup", file);
    await connectWithoutApproval(page, install, "ada", "After the backup");
    await install.stopServer();
    await install.command("restore", file, "--replace");
    await install.startServer();
  });

  await test.step("every page says so; a member may only read it", async () => {
    await page.goto(`${install.url}/dashboard`);
    await expect(banner).toBeVisible();
    await expect(page.getByText(/^It was restored from a backup of /)).toBeVisible();
    await expectAccessible(page, "restored copy");
    await capture(page, "restored-copy");
    await member.goto(`${install.url}/dashboard`);
    await expect(member.getByText("An admin decides how it goes on.")).toBeVisible();
    await expect(button(member, "Keep the sessions")).toHaveCount(0);
    await page.goto(`${install.url}/settings/connections`);
    await expect(page.getByRole("link", { name: "Ivan's", exact: true })).toBeVisible();
    await expect(page.getByText("After the backup")).toHaveCount(0);
  });

  await test.step("ended by an admin, sessions are gone and everybody else is signed out", async () => {
    await button(page, "End all sessions").click();
    await expectAccessible(page, "ending the sessions of a copy");
    await capture(page, "restored-copy-end", false);
    await button(page.getByRole("dialog"), "End all sessions").click();
    await expect(banner).toHaveCount(0);
    await member.goto(`${install.url}/dashboard`);
    await expect(member).toHaveURL(/\/sign-in/);
    await page.getByRole("link", { name: "Ivan's", exact: true }).click();
    await expect(button(page, /^(Connect Robinhood|Sign in again)$/)).toBeVisible();
    await expect(liveSentence(page)).toHaveCount(0);
  });
});
