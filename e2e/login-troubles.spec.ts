import { expect, test } from "./fixtures";
import {
  addConnection,
  answerOnPhone,
  brokerPassword,
  button,
  connectWithoutApproval,
  liveSentence,
  promptHeading,
  startConnecting,
  typeBrokerSignIn,
} from "./steps";

// Each test signs in as somebody else at the broker: the login guard keeps its own memory by login name.

test("a wrong broker password is told once, and the next attempt waits for its time", async ({
  install,
  userPage: page,
}) => {
  await addConnection(page, install, "Wrong password");
  await typeBrokerSignIn(page, "gus", "this-is-not-the-password");
  await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
  await expect(
    page.getByText("The last answer was: invalid username or password (error 1001)."),
  ).toBeVisible();
  await expect(page.getByText(/^Time until you can sign in again: /)).toBeAttached();
  await expect(button(page, /Connect Robinhood|Sign in again/)).toHaveCount(0);

  await test.step("another connection with the same login is held back as well, unseen by the broker", async () => {
    const requests = () =>
      fetch(`${install.sandbox.url}/_sandbox/requests?person=gus`).then((reply) => reply.text());
    const before = await requests();
    await addConnection(page, install, "Same login");
    await typeBrokerSignIn(page, "gus");
    await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
    expect(await requests()).toBe(before);
  });

  await test.step("a reload shows the same", async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: "Sign-in to Robinhood is paused" })).toBeVisible();
  });
});

test("missing and malformed fields are named before anything is sent", async ({
  install,
  userPage: page,
}) => {
  await addConnection(page, install, "Typing");
  await page.getByLabel("Robinhood e-mail", { exact: true }).fill("not an address");
  await button(page, "Connect Robinhood").click();
  await expect(page.getByText("Robinhood password is missing")).toBeVisible();
  await expect(page.getByLabel("Robinhood e-mail", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Robinhood e-mail", { exact: true })).toBeFocused();
  await expect(page.getByText("Nothing has been tried yet.")).toBeVisible();
});

test("a wrong code can be followed by the right one", async ({ install, userPage: page }) => {
  await startConnecting(page, install, "ben", "By text message");
  await expect(page.getByRole("heading", { name: "Enter the code from the text message" })).toBeVisible();
  const code = await install.sandbox.codeOf("ben");
  await page.getByLabel("Code", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await button(page, "Check the code").click();
  await expect(page.getByText(/^That code was not accepted\./)).toBeVisible();
  await expect(page.getByText("2 attempts left.")).toBeVisible();
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await page.getByLabel("Code", { exact: true }).fill(code);
  await button(page, "Check the code").click();
  await expect(liveSentence(page)).toBeVisible();
});

test("a prompt denied on the phone ends the sign-in and says so", async ({
  install,
  userPage: page,
  visit,
}) => {
  await startConnecting(page, install, "june", "Denied");
  await expect(promptHeading(page)).toBeVisible();
  await answerOnPhone(await visit(), install, "june", "Deny");
  await expect(page.getByText("The sign-in was denied on the device.")).toBeVisible();
  await expect(page.getByText("Error 1006")).toBeVisible();
  await expect(page.getByRole("table", { name: /^The last five attempts/ })).toContainText("Failed");
});

test("a prompt that nobody answers in time ends the sign-in and says so", async ({
  install,
  userPage: page,
}) => {
  await startConnecting(page, install, "lena", "Too late");
  await expect(promptHeading(page)).toBeVisible();
  await install.sandbox.act("lena", "expire");
  await expect(page.getByText("The sign-in was not confirmed in time.")).toBeVisible();
  await expect(page.getByText("Error 1007")).toBeVisible();
  await expect(button(page, "Connect Robinhood")).toBeVisible();
});

test("a text message can be had instead of the prompt", async ({ install, userPage: page }) => {
  await install.sandbox.setKnobs("cleo", { approval: "prompt" });
  await startConnecting(page, install, "cleo", "Text instead");
  await expect(promptHeading(page)).toBeVisible();
  await button(page, "Send a text message instead").click();
  await expect(page.getByRole("heading", { name: "Enter the code from the text message" })).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(await install.sandbox.codeOf("cleo"));
  await page.keyboard.press("Enter");
  await expect(liveSentence(page)).toBeVisible();
});

test("a sign-in can be cancelled, and begun again", async ({ install, userPage: page }) => {
  await startConnecting(page, install, "ada", "Cancelled");
  await expect(promptHeading(page)).toBeVisible();
  await button(page, "Cancel sign-in").click();
  await expect(button(page, "Connect Robinhood")).toBeVisible();
  await expect(page.getByRole("table", { name: /^The last five attempts/ })).toContainText("Cancelled");
  await typeBrokerSignIn(page, "ada");
  await expect(promptHeading(page)).toBeVisible();
  await button(page, "Cancel sign-in").click();
  await expect(button(page, "Connect Robinhood")).toBeVisible();
});

test("a sign-in in progress survives a reload, shows in a second tab, and both go on live", async ({
  install,
  home,
  userPage: page,
  visit,
}) => {
  await startConnecting(page, install, "ivan", "Two tabs");
  await expect(promptHeading(page)).toBeVisible();
  await page.reload();
  await expect(promptHeading(page)).toBeVisible();
  const second = await visit(home.user);
  await second.goto(page.url());
  await expect(promptHeading(second)).toBeVisible();
  await answerOnPhone(await visit(), install, "ivan", "Approve");
  await expect(liveSentence(page)).toBeVisible();
  await expect(liveSentence(second)).toBeVisible();
  await button(second, "Disconnect").click();
  await button(second.getByRole("dialog"), "Disconnect").click();
  await expect(page.getByText(/^Disconnected\./)).toBeVisible();
});

test("a power cut in the middle of a challenge loses nothing: approved afterwards, it connects", async ({
  install,
  userPage: page,
}) => {
  await startConnecting(page, install, "lena", "Power cut");
  await expect(promptHeading(page)).toBeVisible();
  await install.stopServer("kill");
  await expect(page.getByText("Wheelhouse is not reachable right now.")).toBeVisible();
  await install.sandbox.act("lena", "approve");
  await install.startServer();
  await expect(liveSentence(page)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("Wheelhouse is not reachable right now.")).toHaveCount(0);
});

test("a line that drops is said, and taken up again by itself", async ({ install, userPage: page }) => {
  await startConnecting(page, install, "mona", "Dropped line");
  await expect(promptHeading(page)).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText("Wheelhouse is not reachable right now.")).toBeVisible();
  await install.sandbox.act("mona", "approve");
  await page.context().setOffline(false);
  await expect(liveSentence(page)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Wheelhouse is not reachable right now.")).toHaveCount(0);
});

test("a broker that can't be reached at the disconnect does not keep the session here, and the page says so", async ({
  install,
  userPage: page,
}) => {
  await connectWithoutApproval(page, install, "hana", "Unreachable");
  await install.sandbox.addFault({ kind: "reset-before", path: "/oauth2/revoke_token/" });
  await button(page, "Disconnect").click();
  await button(page.getByRole("dialog"), "Disconnect").click();
  await expect(page.getByText("Robinhood was not reached when you disconnected.")).toBeVisible();
  await expect(page.getByText("At Robinhood it may stay open until it ends by itself.")).toBeVisible();
  await expect(page.getByText(/^Disconnected\./)).toBeVisible();
  await install.sandbox.clearFaults();
});

test("an unreachable broker at the sign-in is told as such, and the login is not counted as wrong", async ({
  install,
  userPage: page,
}) => {
  await addConnection(page, install, "Broker down");
  await install.sandbox.addFault({ kind: "status", status: 503, path: "/oauth2/token/" });
  await typeBrokerSignIn(page, "noor");
  await expect(page.getByText("The broker is not available.")).toBeVisible();
  await expect(page.getByText("Error 2004")).toBeVisible();
  await install.sandbox.clearFaults();
  await typeBrokerSignIn(page, "noor", brokerPassword("noor"));
  await expect(liveSentence(page)).toBeVisible();
});
