import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";

interface Exhibit {
  readonly where: string;
  readonly text: string;
}

/** Hands on what the live stream brings, which no response body ever completes to. */
const REPEAT_STREAM = `
  const Stream = window.EventSource;
  window.EventSource = class extends Stream {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => console.debug("stream", event.data));
    }
  };
`;

/** Collects whatever leaves the server or stays in the browser. */
export class Witness {
  readonly exhibits: Exhibit[] = [];
  readonly #origin: string;
  readonly #pending: Promise<void>[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  async watch(context: BrowserContext): Promise<void> {
    await context.addInitScript(REPEAT_STREAM);
    context.on("console", (message) => this.#keep(`console of ${message.page()?.url()}`, message.text()));
    context.on("request", (request) => this.#keep("an address", request.url()));
    context.on("response", (response) => {
      if (!response.url().startsWith(this.#origin)) return;
      const { "set-cookie": cookie, ...headers } = response.headers();
      this.#keep(`headers of ${response.url()}`, JSON.stringify(headers));
      if (headers["content-type"]?.startsWith("text/event-stream") === true) return;
      this.#pending.push(
        response.text().then(
          (text) => this.#keep(`reply of ${response.url()}`, text),
          // A redirect has no body, and one of a page that was left is gone.
          () => undefined,
        ),
      );
    });
  }

  /** The page as it stands and what it stored in the browser. */
  async look(page: Page): Promise<void> {
    this.#keep(`page ${page.url()}`, await page.content());
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    this.#keep(`storage of ${page.url()}`, stored);
  }

  async files(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      this.#keep(`file ${path}`, (await readFile(path)).toString("latin1"));
    }
  }

  add(where: string, text: string): void {
    this.#keep(where, text);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Where the secret occurs: as it is, in base64, in hex, or as it would be written in an address. */
  finds(secret: string, except: RegExp = /^$/): string[] {
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      bytes.toString("base64").replace(/=+$/, ""),
      bytes.toString("base64url"),
      bytes.toString("hex"),
      encodeURIComponent(secret),
      secret.replaceAll(" ", "+"),
    ];
    return this.exhibits
      .filter(({ where, text }) => !except.test(where) && forms.some((form) => text.includes(form)))
      .map(({ where }) => where);
  }

  #keep(where: string, text: string): void {
    this.exhibits.push({ where, text });
  }
}
