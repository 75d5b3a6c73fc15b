import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { HookReceiver } from "./hook-receiver";
import { Install } from "./install";
import { invite, join, OWNER, type Person, setUpOwner } from "./steps";

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Home {
  readonly install: Install;
  readonly owner: SignedIn;
  readonly user: SignedIn;
}

interface WorkerFixtures {
  /** A receiver of signed notices that the installs of this worker may reach. */
  receiverOfWorker: HookReceiver;
  /** An install with an owner and a member, which the tests of a worker share one after the other. */
  home: Home;
}

interface TestFixtures {
  /** The worker's receiver, with nothing received yet. */
  receiver: HookReceiver;
  /** The worker's install, with the sandbox as at its start. */
  install: Install;
  /** An install for the test alone; nobody owns it yet. */
  freshInstall: Install;
  /** Opens a page in a browser of its own, signed in as somebody or as nobody. */
  visit: (as?: SignedIn) => Promise<Page>;
  ownerPage: Page;
  /** Somebody with the role User alone. */
  userPage: Page;
}

export const USER: Person = {
  name: "Uma User",
  email: "uma@wheelhouse.test",
  password: "nine amber river stones",
};

/** Notes what a page must never do: throw, or break its own content security policy. */
function noteFaults(context: BrowserContext, faults: string[]): void {
  context.on("weberror", (error) => faults.push(error.error().message));
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && /Content Security Policy|hydrat/i.test(text)) faults.push(text);
  });
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  receiverOfWorker: [
    async ({ browser: _ }, use) => {
      const receiver = await HookReceiver.start();
      await use(receiver);
      await receiver.close();
    },
    { scope: "worker" },
  ],
  home: [
    async ({ browser, receiverOfWorker }, use) => {
      // The tests of a worker share their connections too: more than one person may have by default.
      const install = await Install.create({
        MAX_SESSIONS: "100",
        NOTICE_PRIVATE_HOSTS: receiverOfWorker.host,
      });
      const ownerPage = await browser.newPage();
      await setUpOwner(ownerPage, install, OWNER);
      await ownerPage.goto(`${install.url}/admin/members`);
      const link = await invite(ownerPage, USER.email, ["User"]);
      const userPage = await browser.newPage();
      await join(userPage, link, USER);
      const [owner, user] = await Promise.all(
        [ownerPage, userPage].map(async (page) => {
          const state = await page.context().storageState();
          await page.context().close();
          return state;
        }),
      );
      if (owner === undefined || user === undefined) throw new Error("Nobody is signed in.");
      await use({ install, owner, user });
      await install.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  receiver: async ({ receiverOfWorker }, use) => {
    receiverOfWorker.reset();
    await use(receiverOfWorker);
  },
  install: async ({ home }, use) => {
    await home.install.sandbox.reset();
    await use(home.install);
  },
  freshInstall: [
    async ({ context, receiver }, use) => {
      const install = await Install.create({ LOG_LEVEL: "DEBUG", NOTICE_PRIVATE_HOSTS: receiver.host });
      await use(install);
      await context.close();
      await install.remove();
    },
    { timeout: 180_000 },
  ],
  visit: async ({ browser, context }, use) => {
    const faults: string[] = [];
    const contexts: BrowserContext[] = [];
    noteFaults(context, faults);
    await use(async (storageState) => {
      const made = await browser.newContext(storageState === undefined ? {} : { storageState });
      contexts.push(made);
      noteFaults(made, faults);
      return made.newPage();
    });
    await Promise.all(contexts.map((made) => made.close()));
    expect(faults, "errors of the pages themselves").toEqual([]);
  },
  ownerPage: async ({ home, visit }, use) => use(await visit(home.owner)),
  userPage: async ({ home, visit }, use) => use(await visit(home.user)),
});

export { expect };
