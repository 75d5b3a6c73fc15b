import { z } from "zod";

const personSchema = z.object({
  password: z.string(),
  messages: z.array(z.object({ code: z.string() })),
  pending: z.array(z.object({ id: z.string() })),
  liveSessions: z.number(),
});
const tokenSchema = z.object({ access_token: z.string() });
const accountsSchema = z.object({ results: z.array(z.object({ account_number: z.string() })) });
const portfoliosSchema = z.object({
  results: z.array(z.object({ equity: z.string(), extended_hours_equity: z.string().nullish() })),
});

/** The sandbox broker over its documented control interface (docs/sandbox.md), as any program may use it. */
export class SandboxRemote {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  phone(person: string): string {
    return `${this.url}/phone/${person}`;
  }

  reset(): Promise<unknown> {
    return this.#send("POST", "/_sandbox/reset");
  }

  async person(key: string): Promise<z.infer<typeof personSchema>> {
    return personSchema.parse(await this.#send("GET", `/_sandbox/people/${key}`));
  }

  act(key: string, action: "approve" | "deny" | "expire" | "end-sessions"): Promise<unknown> {
    return this.#send("POST", `/_sandbox/people/${key}/${action}`);
  }

  setKnobs(key: string, knobs: Record<string, unknown>): Promise<unknown> {
    return this.#send("PATCH", `/_sandbox/people/${key}/knobs`, knobs);
  }

  /** The person's settings as at the start. */
  clearKnobs(key: string): Promise<unknown> {
    return this.#send("DELETE", `/_sandbox/people/${key}/knobs`);
  }

  addFault(rule: Record<string, unknown>): Promise<unknown> {
    return this.#send("POST", "/_sandbox/faults", rule);
  }

  clearFaults(): Promise<unknown> {
    return this.#send("DELETE", "/_sandbox/faults");
  }

  /** The newest code that the person got as a text message or e-mail; empty where there is none. */
  async codeOf(key: string): Promise<string> {
    return (await this.person(key)).messages.at(-1)?.code ?? "";
  }

  /** What the broker itself says the person's first account is worth, as a decimal. */
  async portfolioValue(key: string): Promise<string> {
    const [first] = portfoliosSchema.parse(await this.#read(key, "/portfolios/")).results;
    if (first === undefined) throw new Error(`${key} has no portfolio.`);
    return first.extended_hours_equity ?? first.equity;
  }

  /** The whole number of the person's first account, which no page and no file may show. */
  async accountNumber(key: string): Promise<string> {
    const [first] = accountsSchema.parse(await this.#read(key, "/accounts/")).results;
    if (first === undefined) throw new Error(`${key} has no account.`);
    return first.account_number;
  }

  /** What the broker itself answers, with a session of its own, from a device that needs no approval. */
  async #read(key: string, path: string): Promise<unknown> {
    await this.setKnobs(key, { approval: "none" });
    const { password } = await this.person(key);
    const form = new URLSearchParams({
      client_id: "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS",
      grant_type: "password",
      username: `${key}@example.com`,
      password,
      device_token: "device-of-the-test",
      scope: "internal",
      expires_in: "86400",
    });
    const token = tokenSchema.parse(
      await (await fetch(`${this.url}/oauth2/token/`, { method: "POST", body: form })).json(),
    );
    const reply = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    const body: unknown = await reply.json();
    await this.setKnobs(key, { approval: "person" });
    return body;
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return JSON.parse(text);
  }
}
