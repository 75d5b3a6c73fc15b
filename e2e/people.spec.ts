import { expect, test, USER } from "./fixtures";
import {
  addConnection,
  button,
  invite,
  join,
  OWNER,
  type Person,
  setUpOwner,
  signIn,
  typeSignIn,
} from "./steps";

const person = (name: string): Person => ({
  name: `${name} Example`,
  email: `${name.toLowerCase()}@wheelhouse.test`,
  password: `a long enough phrase for ${name}`,
});

const USER_PAGES = ["Dashboard", "Positions", "Options", "Orders", "Wheel", "Income", "Connections"];

test("a wrong password and an unknown e-mail get the same answer", async ({ install, home, visit }) => {
  void home;
  const page = await visit();
  const answers: string[] = [];
  for (const email of [USER.email, "nobody@wheelhouse.test"]) {
    await page.goto(`${install.url}/sign-in`);
    await typeSignIn(page, email, "certainly not this one");
    const notice = page.getByRole("alert").filter({ hasText: "Invalid username or password." });
    await expect(notice).toBeVisible();
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    answers.push((await notice.textContent()) ?? "");
  }
  expect(answers[0]).toBe(answers[1]);
});

test("many wrong passwords are slowed down with the time to wait, and the owner's own browser is not locked out", async ({
  freshInstall: install,
  visit,
}) => {
  const ownBrowser = await visit();
  await setUpOwner(ownBrowser, install, OWNER);
  const stranger = await visit();
  await stranger.goto(`${install.url}/sign-in`);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await typeSignIn(stranger, OWNER.email, `guess number ${attempt}`);
    await expect(stranger.getByRole("alert").filter({ hasText: "Error 1001" })).toBeVisible();
  }
  await typeSignIn(stranger, OWNER.email, OWNER.password);
  const held = stranger.getByRole("alert").filter({ hasText: "Too many attempts, please try later." });
  await expect(held).toBeVisible();
  await expect(held).toContainText("You can try again in");
  await expect(held.getByRole("timer")).toHaveText(/^Time until you can try again: \d+ seconds?$/);

  await button(ownBrowser, /^Your account/).click();
  await ownBrowser.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(ownBrowser).toHaveURL(/\/sign-in/);
  await typeSignIn(ownBrowser, OWNER.email, OWNER.password);
  await expect(ownBrowser.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});

test("signing out ends the app session, also in a tab that is still open", async ({
  install,
  visit,
  ownerPage,
}) => {
  const sam = person("Sam");
  await ownerPage.goto(`${install.url}/admin/members`);
  const link = await invite(ownerPage, sam.email, ["User"]);
  const page = await visit();
  await join(page, link, sam);
  const otherTab = await page.context().newPage();
  await otherTab.goto(`${install.url}/settings/account`);
  await button(page, /^Your account/).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await otherTab.goto(`${install.url}/settings/connections`);
  await expect(otherTab).toHaveURL(`${install.url}/sign-in?next=%2Fsettings%2Fconnections`);
  await typeSignIn(otherTab, sam.email, sam.password);
  await expect(otherTab).toHaveURL(`${install.url}/settings/connections`);
});

test("an invitation is used once, can be withdrawn, and leaves no token in the address", async ({
  install,
  ownerPage,
  visit,
}) => {
  const ida = person("Ida");
  await ownerPage.goto(`${install.url}/admin/members`);
  const link = await invite(ownerPage, ida.email, ["User", "Trader"]);
  const open = ownerPage.getByRole("table", { name: "Open invitations" });
  await expect(open.getByRole("row", { name: ida.email })).toContainText("Trader");

  const page = await visit();
  await page.goto(link);
  await expect(page.getByText("You are invited as user and trader.")).toBeVisible();
  await expect(page).toHaveURL(`${install.url}/invite`);
  await join(page, link, ida);

  const second = await visit();
  await second.goto(link);
  await expect(second.getByRole("heading", { name: "You can't join with this link" })).toBeVisible();
  await expect(second.getByText("The invitation is not valid any more.")).toBeVisible();

  await ownerPage.reload();
  await expect(
    ownerPage.getByRole("table", { name: "Members" }).getByRole("row", { name: ida.email }),
  ).toContainText("Active");
  const withdrawn = await invite(ownerPage, "later@wheelhouse.test", ["User"]);
  await button(ownerPage, "Withdraw the invitation for later@wheelhouse.test").click();
  await button(ownerPage.getByRole("dialog"), "Withdraw invitation").click();
  await expect(ownerPage.getByText("Withdrew the invitation", { exact: true })).toBeVisible();
  const third = await visit();
  await third.goto(withdrawn);
  await expect(third.getByText("The invitation is not valid any more.")).toBeVisible();
});

test("roles count from the next request on, in the pages and in the navigation", async ({
  install,
  ownerPage,
  visit,
}) => {
  const rita = person("Rita");
  await ownerPage.goto(`${install.url}/admin/members`);
  const page = await visit();
  await join(page, await invite(ownerPage, rita.email, ["User"]), rita);
  const nav = page.getByRole("navigation", { name: "Main", exact: true });
  await expect(nav.getByRole("link")).toHaveText(USER_PAGES);

  const setRoles = async (roles: readonly string[]) => {
    await button(ownerPage, `Actions for ${rita.name}`).click();
    await ownerPage.getByRole("menuitem", { name: "Change roles" }).click();
    const dialog = ownerPage.getByRole("dialog");
    for (const role of ["User", "Trader", "Admin"]) {
      await dialog.getByRole("checkbox", { name: role, exact: true }).setChecked(roles.includes(role));
    }
    await button(dialog, "Save roles").click();
    await expect(dialog).toHaveCount(0);
  };
  await ownerPage.reload();
  await setRoles(["User", "Admin"]);
  await page.goto(`${install.url}/admin/audit`);
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(nav.getByRole("link")).toHaveText([...USER_PAGES, "Audit log", "Members"]);

  await setRoles(["Trader"]);
  await button(page, "Refresh").click();
  await expect(page.getByText("Your role does not allow this.")).toBeVisible();
  await page.goto(`${install.url}/dashboard`);
  await expect(page.getByText("Your roles don't include connections")).toBeVisible();
  await expect(nav.getByRole("link")).toHaveText(["Dashboard"]);
  const forbidden = await page.goto(`${install.url}/settings/connections`);
  expect(forbidden?.status()).toBe(403);
});

test("a disabled member is out at the next request and can't sign in", async ({
  install,
  ownerPage,
  visit,
}) => {
  const dora = person("Dora");
  await ownerPage.goto(`${install.url}/admin/members`);
  const page = await visit();
  await join(page, await invite(ownerPage, dora.email, ["User"]), dora);
  await ownerPage.reload();
  await button(ownerPage, `Actions for ${dora.name}`).click();
  await ownerPage.getByRole("menuitem", { name: "Disable member" }).click();
  await button(ownerPage.getByRole("dialog"), "Disable member").click();
  await expect(ownerPage.getByRole("row", { name: dora.email })).toContainText("Disabled");

  await page.goto(`${install.url}/settings/account`);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await typeSignIn(page, dora.email, dora.password);
  await expect(page.getByText("Invalid username or password.")).toBeVisible();

  await button(ownerPage, `Actions for ${dora.name}`).click();
  await ownerPage.getByRole("menuitem", { name: "Enable member" }).click();
  await button(ownerPage.getByRole("dialog"), "Enable member").click();
  await expect(ownerPage.getByRole("row", { name: dora.email })).toContainText("Active");
  await signIn(page, install, dora);
});

test("who may not see the audit log gets a page that says so, and an audit entry", async ({
  install,
  userPage,
  ownerPage,
}) => {
  await userPage.goto(`${install.url}/dashboard`);
  await expect(userPage.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  for (const path of ["/admin/audit", "/admin/members"]) {
    const reply = await userPage.goto(`${install.url}${path}`);
    expect(reply?.status()).toBe(403);
    await expect(userPage.getByRole("heading", { name: "This page is not open to you" })).toBeVisible();
    await expect(userPage.getByText("Error 3003")).toBeVisible();
  }
  const call = await userPage.request.get(
    `${install.url}/api/trpc/audit.search?input=${encodeURIComponent("{}")}`,
  );
  expect(call.status()).toBe(403);
  await ownerPage.goto(`${install.url}/admin/audit?type=PERMISSION_DENIED&person=${USER.email}`);
  await expect(button(ownerPage, "Permission denied").first()).toBeVisible();
});

test("someone else's connection looks as if it did not exist, to the owner of the install too", async ({
  install,
  userPage,
  ownerPage,
}) => {
  await addConnection(userPage, install, "Uma's own");
  const url = userPage.url();
  await ownerPage.goto(url);
  await expect(ownerPage.getByRole("heading", { level: 1, name: "Connection not found" })).toBeVisible();
  await expect(ownerPage.getByText("Uma's own")).toHaveCount(0);
  const unknown = await ownerPage.goto(`${install.url}/nowhere`);
  expect(unknown?.status()).toBe(404);
  await expect(ownerPage.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});

test("a member sees the own app sessions and can end another one", async ({ install, ownerPage, visit }) => {
  const lea = person("Lea");
  await ownerPage.goto(`${install.url}/admin/members`);
  const first = await visit();
  await join(first, await invite(ownerPage, lea.email, ["User"]), lea);
  const second = await visit();
  await signIn(second, install, lea);
  await second.goto(`${install.url}/settings/account`);
  const sessions = second.getByRole("table", { name: "App sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await button(second, "Sign out all others").click();
  await button(second.getByRole("dialog"), "Sign out all others").click();
  await expect(second.getByText("Signed out 1 other browser", { exact: true })).toBeVisible();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await first.goto(`${install.url}/dashboard`);
  await expect(first.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});
