// How soon the table of positions and the dashboard are drawn and answer, for an account of 5000 positions, beside the
// same pages with 10 and beside a plain page of the app, in turns in the same run: the built server and the sandbox as
// the browser tests start them, Chromium with an empty cache for every opening. The server has read the account from
// the broker just before; the pages are drawn from its cache.
//
//   CHROMIUM_PATH=/usr/bin/chromium npx tsx bench/page-times.ts [--rounds 5] [--rows 10,5000]
//
// Needs a build (npx next build, or npm test). "answer" is the longest wait of the page for a call to our server,
// "drawn" the first frame with rows (on the dashboard with the allocation, which comes last), "interactive" the end of
// the last task of more than 50 ms, after which a second passes without one; "blocked" is what such tasks took beyond
// 50 ms, by the browser's own report. Of a key it is the time until the frame that shows its effect.
// RATE_LIMIT_REQUESTS is raised to 6000: the account is read anew for every round.
//
// Showed on 2026-11-22, 2 cores, Node 20, Chromium 156, nothing else on the machine (load 2.6), median of 5:
//
//   ms                     answer   drawn   interactive   ÷ plain   longest task   blocked
//   plain page                 45     364           446      1.00             90        58
//   positions, 10 rows         70     830           830      1.86             96        65
//   dashboard, 10 rows        223     928           928      2.08             81        65
//   positions, 5000 rows      369    1367          1367      3.07            152       176
//   dashboard, 5000 rows      854    1461          1461      3.28             91        63
//
//   table of positions                  10 rows   5000 rows   ratio
//   one row down                             14          21     1.5
//   to the last row, to the first row    12, 13      41, 40     3.4, 3.1
//   order by name, by value              17, 16      54, 53     3.1, 3.3
//   letter in the search, emptied        18, 28      94, 70     5.2, 2.5
//   longest frame of scrolling               17          33     2.0
//
// So moving about the table hardly depends on its rows, of which about forty are drawn, and ordering takes a few frames.
// Most of the opening is the wait for the server, whose answer for 5000 positions is 4.3 MB. Before amounts were
// compared as floats where they differ, ordering by value took 14 times the time of ten rows instead of 3.3 (load 19).
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { Install } from "../e2e/install";
import requireBuild from "../e2e/require-build";
import { liveSentence, OWNER, setUpOwner, startConnecting } from "../e2e/steps";
import playwrightConfig from "../playwright.config";
import { longestFrameOf, type Opening, openPage, timeOfKey } from "./setup/browse";
import { formatTable, median, ms } from "./setup/figures";
import type { Wanted } from "./setup/page-probe";

const PERSON = "stan";
const PLAIN = { name: "plain page", path: "/settings/account", wanted: { selector: "main h2", text: "" } };
const PAGES = [
  { name: "positions", path: "/positions", wanted: { selector: "[data-grid-line]", text: "" } },
  // It is made of the figures of all accounts and of all their positions, and so comes last.
  { name: "dashboard", path: "/dashboard", wanted: { selector: "main caption", text: "Allocation" } },
];
/** For what hangs; a slow machine is waited for. */
const PATIENCE_MS = 120_000;
const WHEEL_STEPS = 100;
const WHEEL_STEP_PX = 600;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, rows: { type: "string", default: "10,5000" } },
});
const rounds = Number(values.rounds);
const sizes = values.rows.split(",").map(Number);

type Keys = Record<string, number>;

/** What a table of so many rows takes to answer. */
async function tryTable(page: Page, rows: number): Promise<Keys> {
  const header = (name: string) => page.getByRole("columnheader", { name, exact: true }).getByRole("button");
  const first = page.locator("[data-grid-line]").first();
  const keys: Keys = {};
  await first.focus();
  keys["one row down"] = await timeOfKey(page, "ArrowDown", 'tr[aria-rowindex="3"]:focus');
  keys["to the last row"] = await timeOfKey(page, "End", `tr[aria-rowindex="${rows + 1}"]:focus`);
  keys["to the first row"] = await timeOfKey(page, "Home", 'tr[aria-rowindex="2"]:focus');
  await header("Position").focus();
  keys["order by name"] = await timeOfKey(page, "Enter", 'th[aria-sort="ascending"]');
  await header("Market value").focus();
  keys["order by value"] = await timeOfKey(page, "Enter", 'th[aria-sort="descending"]');
  await page.getByPlaceholder("Search positions").focus();
  keys["letter in the search"] = await timeOfKey(page, "p", "[role=status]", " of ");
  keys["search emptied"] = await timeOfKey(page, "Backspace", "[role=status]", countWords(rows));
  await first.hover();
  keys["longest frame of scrolling"] = await longestFrameOf(page, async () => {
    for (let step = 0; step < WHEEL_STEPS; step += 1) await page.mouse.wheel(0, WHEEL_STEP_PX);
  });
  return keys;
}

const countWords = (rows: number) => `${new Intl.NumberFormat("en").format(rows)} positions`;

/** Has the person's account hold so many positions, and our server know them. */
async function readAnew(page: Page, install: Install, rows: number): Promise<void> {
  await install.sandbox.setKnobs(PERSON, { positions: rows });
  await page.goto(`${install.url}/positions`);
  await page.getByRole("button", { name: "Refresh figures" }).click({ timeout: PATIENCE_MS });
  await page
    .getByRole("status")
    .filter({ hasText: new RegExp(`^${countWords(rows)}$`) })
    .waitFor({ timeout: PATIENCE_MS });
  await page.getByRole("button", { name: "Refresh figures" }).waitFor({ timeout: PATIENCE_MS });
}

/** By what was measured, in the order of the rounds. */
class Samples<T> {
  readonly #samples = new Map<string, T[]>();

  add(name: string, sample: T): void {
    this.#samples.set(name, [...(this.#samples.get(name) ?? []), sample]);
  }

  median(name: string, of: (sample: T) => number): number {
    return median((this.#samples.get(name) ?? []).map(of));
  }

  first(name: string): T | undefined {
    return this.#samples.get(name)?.[0];
  }
}

const openings = new Samples<Opening>();
const keys = new Samples<Keys>();

async function measureRound(
  browser: Parameters<typeof openPage>[0],
  reader: Page,
  install: Install,
  kept: boolean,
): Promise<void> {
  const signedIn = await reader.context().storageState();
  const open = async (name: string, path: string, wanted: Wanted, use?: (page: Page) => Promise<void>) => {
    const opening = await openPage(browser, withoutChoices(signedIn), `${install.url}${path}`, wanted, use);
    if (kept) openings.add(name, opening);
  };
  for (const rows of sizes) {
    await readAnew(reader, install, rows);
    // What comes after a reading (the wheel, what needs attention) is done before anything is measured.
    await reader.goto("about:blank");
    await open(PLAIN.name, PLAIN.path, PLAIN.wanted);
    for (const { name, path, wanted } of PAGES) {
      await open(`${name}, ${rows} rows`, path, wanted, async (page) => {
        if (name !== "positions") return;
        const answers = await tryTable(page, rows);
        if (kept) keys.add(String(rows), answers);
      });
    }
  }
}

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;
/** The sign-in alone: not the columns and the order that the browser remembers. */
const withoutChoices = (signedIn: SignedIn): SignedIn => ({ ...signedIn, origins: [] });

function report(): string {
  const plain = openings.median(PLAIN.name, ({ interactive }) => interactive);
  const names = [PLAIN.name, ...sizes.flatMap((rows) => PAGES.map(({ name }) => `${name}, ${rows} rows`))];
  const pages = names.map((name) => {
    const of = (figure: keyof Opening) => openings.median(name, (opening) => opening[figure]);
    return [
      name,
      ms(of("answer")),
      ms(of("drawn")),
      ms(of("interactive")),
      (of("interactive") / plain).toFixed(2),
      ms(of("longestTask")),
      ms(of("blocked")),
    ];
  });
  const [few = 0, many = 0] = [Math.min(...sizes), Math.max(...sizes)];
  const actions = Object.keys(keys.first(String(few)) ?? {}).map((action) => {
    const [ofFew, ofMany] = [few, many].map((rows) => keys.median(String(rows), (all) => all[action] ?? 0));
    return [action, ms(ofFew ?? 0), ms(ofMany ?? 0), ((ofMany ?? 0) / (ofFew ?? 1)).toFixed(1)];
  });
  return [
    formatTable([
      ["page, ms", "answer", "drawn", "interactive", "÷ plain", "longest task", "blocked"],
      ...pages,
    ]),
    "",
    formatTable([["table of positions", `${few} rows, ms`, `${many} rows, ms`, "ratio"], ...actions]),
  ].join("\n");
}

requireBuild();
const install = await Install.create({ RATE_LIMIT_REQUESTS: "6000" });
const browser = await chromium.launch(playwrightConfig.use?.launchOptions ?? {});
try {
  const reader = await browser.newPage();
  await setUpOwner(reader, install, OWNER);
  await install.sandbox.setKnobs(PERSON, { approval: "none" });
  await startConnecting(reader, install, PERSON, "Many");
  await liveSentence(reader).waitFor({ timeout: PATIENCE_MS });
  for (let round = -1; round < rounds; round += 1) await measureRound(browser, reader, install, round >= 0);
  const head = `median of ${rounds}; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}, Chromium ${browser.version()}`;
  process.stdout.write(`${head}\n\n${report()}\n`);
} finally {
  await browser.close();
  await install.remove();
}
