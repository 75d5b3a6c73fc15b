import { freePort } from "./child-program";
import { expect, test, USER } from "./fixtures";
import { Install } from "./install";
import { SecretTap } from "./secret-tap";
import {
  addConnection,
  brokerPassword,
  button,
  invite,
  join,
  liveSentence,
  OWNER,
  promptHeading,
  setUpOwner,
  typeBrokerSignIn,
  typeSignIn,
} from "./steps";
import { Witness } from "./witness";

const WRONG_PASSWORD = "quite another wrong passphrase";
const WRONG_BROKER_PASSWORD = "not-the-password-of-gus";
const NEW_PASSWORD = "four patient winter lanterns";
const TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** An install whose talk with the sandbox broker is overheard. */
const overheard = test.extend<{ overheardInstall: { install: Install; tap: SecretTap } }>({
  overheardInstall: [
    async ({ context }, use) => {
      const tap = await SecretTap.listen(await freePort());
      const install = await Install.create({
        LOG_LEVEL: "DEBUG",
        ROBINHOOD_API_URL: tap.url,
        ROBINHOOD_IDENTI_URL: tap.url,
        ROBINHOOD_BONFIRE_URL: tap.url,
      });
      tap.target = install.sandbox.url;
      await use({ install, tap });
      await context.close();
      await install.remove();
      await tap.close();
    },
    { timeout: 180_000 },
  ],
});

overheard(
  "no secret comes out: not in a reply, an address, a page, the console, a log or the database",
  async ({ overheardInstall: { install, tap }, visit }) => {
    test.slow();
    const witness = new Witness(install.url);
    const page = await visit();
    const stranger = await visit();
    await witness.watch(page.context());
    await witness.watch(stranger.context());
    const typed = new Set([
      WRONG_PASSWORD,
      WRONG_BROKER_PASSWORD,
      NEW_PASSWORD,
      TOTP_SECRET,
      OWNER.password,
      USER.password,
      install.setupCode,
      install.setupCode.replaceAll("-", ""),
      ...["ada", "dan", "ben"].map(brokerPassword),
    ]);

    await test.step("set up, sign in wrong and right, change the password", async () => {
      await setUpOwner(page, install, OWNER);
      await witness.look(page);
      await stranger.goto(`${install.url}/sign-in`);
      await typeSignIn(stranger, OWNER.email, WRONG_PASSWORD);
      await expect(stranger.getByRole("alert").filter({ hasText: "Error 1001" })).toBeVisible();
      await page.goto(`${install.url}/settings/account`);
      await page.getByLabel("Present password", { exact: true }).fill(OWNER.password);
      await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
      await button(page, "Change password").click();
      await expect(page.getByText("Changed your password", { exact: true })).toBeVisible();
      await witness.look(page);
    });

    const token = await test.step("invite somebody, who joins", async () => {
      await page.goto(`${install.url}/admin/members`);
      const link = await invite(page, USER.email, ["User"]);
      await join(stranger, link, USER);
      await witness.look(stranger);
      return new URL(link).hash.slice(1);
    });

    await test.step("connect with an authenticator secret that is kept", async () => {
      await addConnection(page, install, "Kept secret");
      await page.getByText("More options").click();
      await page.getByLabel(/^Authenticator secret/).fill(TOTP_SECRET);
      await page.getByRole("checkbox", { name: "Remember these for the next sign-in" }).check();
      await page.getByRole("checkbox", { name: /^Store “Authenticator secret/ }).check();
      await page.getByLabel("Your Wheelhouse password, to confirm", { exact: true }).fill(NEW_PASSWORD);
      await typeBrokerSignIn(page, "dan");
      await expect(liveSentence(page)).toBeVisible();
      await witness.look(page);
      await button(page, "Check now").click();
      await expect(page.getByText("Robinhood says the session is good", { exact: true })).toBeVisible();
      await button(page, "Refresh session").click();
      await expect(page.getByText("Session refreshed", { exact: true })).toBeVisible();
      await witness.look(page);
    });

    await test.step("connect by a text message, after a wrong password and a prompt", async () => {
      await addConnection(page, install, "Wrong");
      await typeBrokerSignIn(page, "gus", WRONG_BROKER_PASSWORD);
      await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
      await witness.look(page);
      await addConnection(page, install, "Prompt");
      await typeBrokerSignIn(page, "ada");
      await expect(promptHeading(page)).toBeVisible();
      await witness.look(page);
      await install.sandbox.act("ada", "approve");
      await expect(liveSentence(page)).toBeVisible();
      await addConnection(page, install, "Text");
      await typeBrokerSignIn(page, "ben");
      await expect(page.getByLabel("Code", { exact: true })).toBeVisible();
      await page.getByLabel("Code", { exact: true }).fill(await install.sandbox.codeOf("ben"));
      await button(page, "Check the code").click();
      await expect(liveSentence(page)).toBeVisible();
      await witness.look(page);
    });

    await test.step("read, disconnect, remove, and look at every page", async () => {
      await page.goto(`${install.url}/dashboard`);
      await expect(page.getByRole("table", { name: /^Accounts of Text/ })).toBeVisible();
      await witness.look(page);
      await page.getByRole("link", { name: "Text", exact: true }).click();
      await button(page, "Disconnect").click();
      await button(page.getByRole("dialog"), "Disconnect").click();
      await expect(page.getByText(/^Disconnected\./)).toBeVisible();
      await button(page, "Remove connection").click();
      await page.getByRole("dialog").getByLabel("Type “remove” to go on").fill("remove");
      await button(page.getByRole("dialog"), "Remove connection").click();
      await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
      await witness.look(page);
      await page.goto(`${install.url}/admin/audit`);
      await page.locator("[data-audit-row]").first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await witness.look(page);
      await page.goto(`${install.url}/admin/members`);
      await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
      await witness.look(page);
      await page.goto(`${install.url}/settings/account`);
      await expect(page.getByRole("table", { name: "App sessions" })).toBeVisible();
      await witness.look(page);
    });

    const cookies = [...(await page.context().cookies()), ...(await stranger.context().cookies())]
      .filter(({ name }) => name === "wheelhouse.session")
      .map(({ value }) => value);
    await test.step("search everything", async () => {
      await witness.settled();
      await install.stopServer();
      witness.add("output of the server", install.output);
      await witness.files(install.dataDir);
      expect(tap.secrets.size, "tokens that the broker gave").toBeGreaterThan(6);
      expect(cookies.length).toBe(2);
      expect(witness.exhibits.some(({ where }) => /\/wheelhouse-[^/]+\.log$/.test(where))).toBe(true);
      // The database is searched in earnest: what is no secret is found in it, or in its log of late writes.
      expect(witness.finds(OWNER.email).some((where) => /wheelhouse\.db(-wal)?$/.test(where))).toBe(true);
      for (const secret of [...typed, ...tap.secrets, ...cookies]) expect(witness.finds(secret)).toEqual([]);
      // The new invitation's link is shown to the admin, once; nowhere else.
      expect(witness.finds(token, /^reply of .*members\.invite/)).toEqual([]);
    });
  },
);
