import { Client } from "undici";
import { z } from "zod";

/** The sandbox's person whose account has as many positions as its knob says. */
export const SERIAL_CLIENT_LOGIN = {
  person: "stan",
  username: "stan@example.com",
  password: "not-a-real-password-stan",
} as const;

const CLIENT_ID = "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS";
const tokenSchema = z.object({ access_token: z.string() });
const pageSchema = z.object({ results: z.array(z.unknown()), next: z.string().nullable() });
const stockSchema = z.object({ instrument: z.url() });
const instrumentSchema = z.object({ symbol: z.string() });
const optionSchema = z.object({ option: z.url() });

/**
 * Reads an account as a simple script does: one request after the other over one connection, and for each stock its
 * instrument and its quote, for each option its contract and its market data.
 */
export class SerialClient {
  readonly #client: Client;
  readonly #token: string;
  #calls = 0;

  private constructor(client: Client, token: string) {
    this.#client = client;
    this.#token = token;
  }

  /** Signs in by the password alone. */
  static async signIn(url: string): Promise<SerialClient> {
    const client = new Client(url, { headersTimeout: 120_000, bodyTimeout: 120_000 });
    const { username, password } = SERIAL_CLIENT_LOGIN;
    const reply = await client.request({
      method: "POST",
      path: "/oauth2/token/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        client_id: CLIENT_ID,
        grant_type: "password",
        scope: "internal",
        expires_in: "86400",
        device_token: crypto.randomUUID(),
        username,
        password,
      }).toString(),
    });
    return new SerialClient(client, tokenSchema.parse(await reply.body.json()).access_token);
  }

  /** Requests sent since the sign-in. */
  get calls(): number {
    return this.#calls;
  }

  /** Reads all positions and what belongs to each. Throws when there are not `expected` of them. */
  async readEverything(expected: number): Promise<void> {
    const stocks = await this.#list("/positions/?nonzero=true");
    for (const stock of stocks) {
      const { instrument } = stockSchema.parse(stock);
      const { symbol } = instrumentSchema.parse(await this.#get(new URL(instrument).pathname));
      await this.#get(`/quotes/?symbols=${encodeURIComponent(symbol)}`);
    }
    const options = await this.#list("/options/positions/?nonzero=True");
    for (const position of options) {
      const { option } = optionSchema.parse(position);
      await this.#get(new URL(option).pathname);
      await this.#get(`/marketdata/options/?instruments=${encodeURIComponent(option)}`);
    }
    if (stocks.length + options.length !== expected) {
      throw new Error(`${stocks.length + options.length} positions instead of ${expected}`);
    }
  }

  async #list(path: string): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (let next: string | null = path; next !== null; ) {
      const page: z.infer<typeof pageSchema> = pageSchema.parse(await this.#get(next));
      rows.push(...page.results);
      if (page.next === null) break;
      const { pathname, search } = new URL(page.next);
      next = `${pathname}${search}`;
    }
    return rows;
  }

  async #get(path: string): Promise<unknown> {
    this.#calls += 1;
    const reply = await this.#client.request({
      method: "GET",
      path,
      headers: { authorization: `Bearer ${this.#token}` },
    });
    if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} for ${path}`);
    return reply.body.json();
  }
}
