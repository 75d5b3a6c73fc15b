import { expect, type Locator, type Page } from "@playwright/test";
import type { Install } from "./install";

/** Somebody who signs in to Wheelhouse. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const OWNER: Person = {
  name: "Olive Owner",
  email: "olive@wheelhouse.test",
  password: "seven quiet harbour cranes",
};

export const brokerPassword = (key: string): string => `not-a-real-password-${key}`;

export const button = (where: Page | Locator, name: string | RegExp): Locator =>
  where.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });

/** Fills in the first run's page and waits for what follows. */
export async function setUpOwner(page: Page, install: Install, owner: Person): Promise<void> {
  await page.goto(`${install.url}/setup`);
  await page.getByLabel("Setup code").fill(install.setupCode);
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await button(page, "Create the owner").click();
  await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
}

/** Types e-mail and password on the sign-in page, which is open already. */
export async function typeSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in").click();
}

/** Signs in and waits for the dashboard. */
export async function signIn(page: Page, install: Install, person: Person): Promise<void> {
  await page.goto(`${install.url}/sign-in`);
  await typeSignIn(page, person.email, person.password);
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
}

/** Makes an invitation on the members page, where an admin is, and gives its link. */
export async function invite(page: Page, email: string, roles: readonly string[]): Promise<string> {
  await button(page, "Invite a member").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  for (const role of ["User", "Trader", "Admin"]) {
    await dialog.getByRole("checkbox", { name: role, exact: true }).setChecked(roles.includes(role));
  }
  await button(dialog, "Make the link").click();
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await button(dialog, "Done").click();
  return link;
}

/** Follows an invitation link in a browser where nobody is signed in. */
export async function join(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await button(page, "Join Wheelhouse").click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
}

/** Adds a connection from the list of connections; ends on its page. */
export async function addConnection(page: Page, install: Install, label: string): Promise<void> {
  await page.goto(`${install.url}/settings/connections`);
  await button(page, "Add connection").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(label);
  await button(dialog, "Add and sign in").click();
  await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible();
}

/** Types the broker's name and password on a connection's page and sends them. */
export async function typeBrokerSignIn(
  page: Page,
  key: string,
  password = brokerPassword(key),
): Promise<void> {
  await page.getByLabel("Robinhood e-mail", { exact: true }).fill(`${key}@example.com`);
  await page.getByLabel("Robinhood password", { exact: true }).fill(password);
  await button(page, /^(Connect Robinhood|Sign in again)$/).click();
}

/** Adds a connection and signs in as one of the sandbox's people, as far as the broker's first answer. */
export async function startConnecting(
  page: Page,
  install: Install,
  key: string,
  label: string,
): Promise<void> {
  await addConnection(page, install, label);
  await typeBrokerSignIn(page, key);
}

/** What the connection's page shows while it waits for the person's phone. */
export const promptHeading = (page: Page): Locator =>
  page.getByRole("heading", { name: "Approve on your phone" });

/** The sentence under the connection's name once its session is live. */
export const liveSentence = (page: Page): Locator =>
  page.getByText("Signed in to Robinhood; the session is live.");

/** The notice on a connection's page whose broker fails while the session is kept. */
export const troubleNotice = (page: Page): Locator =>
  page.getByText("Robinhood has trouble answering.", { exact: true });

/** Presses Approve or Deny on the sandbox's phone page, as the person does. */
export async function answerOnPhone(page: Page, install: Install, key: string, what: "Approve" | "Deny") {
  await page.goto(install.sandbox.phone(key));
  await button(page, what).click();
  await expect(button(page, what)).toHaveCount(0);
}

/** A connection that is signed in, for tests of what comes after; the person needs no approval. */
export async function connectWithoutApproval(page: Page, install: Install, key: string, label: string) {
  await install.sandbox.setKnobs(key, { approval: "none" });
  await startConnecting(page, install, key, label);
  await expect(liveSentence(page)).toBeVisible();
}

/** The first figures of an account may take so long on a slow machine. */
const FIGURES_TIMEOUT_MS = 60_000;

/** Goes through the pages of figures of somebody whose wheels turn; calls `look` on each once it stands there. */
export async function walkFigures(page: Page, install: Install, look: (name: string) => Promise<void>) {
  const wheel = page.getByRole("region", { name: "INTC", exact: true });
  const pages: readonly [name: string, path: string, ready: Locator][] = [
    ["figures-dashboard", "/dashboard", page.getByRole("table", { name: "Allocation by underlying" })],
    ["figures-positions", "/positions", page.getByLabel("Positions of all accounts", { exact: true })],
    ["figures-options", "/options", page.getByLabel("Open options of all accounts", { exact: true })],
    ["figures-orders", "/orders", page.getByLabel("Orders of all accounts", { exact: true })],
    ["figures-income", "/income", page.getByRole("img", { name: /^Premium of the last / })],
    ["figures-attention", "/settings/attention", page.getByLabel("Profit target, percent")],
    ["figures-wheel", "/wheel", wheel],
  ];
  await connectWithoutApproval(page, install, "paul", "Paul's wheel");
  for (const [name, path, ready] of pages) {
    await page.goto(`${install.url}${path}`);
    await expect(ready).toBeVisible({ timeout: FIGURES_TIMEOUT_MS });
    await look(name);
  }
  await wheel.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "INTC wheel" })).toBeVisible();
  await expect(page.getByRole("region", { name: "What if" })).toBeVisible();
  await look("figures-cycle");
}
