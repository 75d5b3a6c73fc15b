import type { Browser, BrowserContext, Page } from "@playwright/test";
import { installPageProbe, type Wanted } from "./page-probe";

/** What it took to open a page, milliseconds since the navigation began. */
export interface Opening {
  /** The first frame with what the page is looked at for. */
  readonly drawn: number;
  /** Of it, the longest wait for one answer of our server to the page's own calls. */
  readonly answer: number;
  /** When it was drawn, or the end of the last long task if that is later. */
  readonly interactive: number;
  readonly longestTask: number;
  /** The sum of what each long task took beyond 50 ms. */
  readonly blocked: number;
}

const QUIET_MS = 1000;
const LONG_TASK_MS = 50;

/**
 * Opens the address in a browser context of its own, so with nothing in its cache, and waits until the wanted element
 * is drawn and no long task has come for a second. `use` may go on with the page before it is closed.
 */
export async function openPage(
  browser: Browser,
  signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>,
  url: string,
  wanted: Wanted,
  use: (page: Page) => Promise<void> = async () => {},
): Promise<Opening> {
  const context = await browser.newContext({
    storageState: signedIn,
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
  });
  // The compiler that runs this file names functions by a function that the page does not have.
  await context.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await context.addInitScript(installPageProbe, wanted);
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(
    (quietMs) => {
      const { drawnAt, longTasks } = window.benchProbe;
      const busyUntil = Math.max(drawnAt ?? 0, longTasks.at(-1)?.end ?? 0);
      return drawnAt !== null && performance.now() - busyUntil > quietMs;
    },
    QUIET_MS,
    { timeout: 60_000 },
  );
  const { drawnAt, longTasks, answers } = await page.evaluate(() => ({
    drawnAt: window.benchProbe.drawnAt ?? 0,
    longTasks: window.benchProbe.longTasks,
    // The subscription to the connections never ends.
    answers: performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/api/trpc/") && !name.includes("watch"))
      .map(({ duration }) => duration),
  }));
  await use(page);
  await context.close();
  const lengths = longTasks.map(({ start, end }) => end - start);
  return {
    drawn: drawnAt,
    answer: Math.max(0, ...answers),
    interactive: Math.max(drawnAt, longTasks.at(-1)?.end ?? 0),
    longestTask: Math.max(0, ...lengths),
    blocked: lengths.reduce((sum, length) => sum + length - LONG_TASK_MS, 0),
  };
}

/** Milliseconds from a key to the frame in which an element of the selector holds the text. */
export async function timeOfKey(page: Page, key: string, selector: string, text = ""): Promise<number> {
  await page.evaluate(([at, words]) => window.benchProbe.arm("keydown", at, words), [
    selector,
    text,
  ] as const);
  await page.keyboard.press(key);
  return page.evaluate(() => window.benchProbe.answer());
}

/** Milliseconds of the longest frame while the work is done, and until the frame after it. */
export async function longestFrameOf(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    window.benchProbe.longestFrameMs = 0;
  });
  await work();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.benchProbe.longestFrameMs))),
      ),
  );
}
