import type { SandboxOptions } from "./sandbox-options";
import { type RunningSandbox, startSandbox } from "./server";

/** An answer as a test looks at it; `body` is what the JSON held, or null where there was none. */
export interface Answer {
  status: number;
  body: unknown;
  text: string;
  headers: Headers;
}

type Fields = Record<string, string | number | boolean>;

const clientId = "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS";

/** A plain HTTP client for the sandbox's own tests: it knows the addresses, not how they are answered. */
export class SandboxClient {
  readonly sandbox: RunningSandbox;

  constructor(sandbox: RunningSandbox) {
    this.sandbox = sandbox;
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const url = path.startsWith("http") ? path : `${this.sandbox.url}${path}`;
    const response = await fetch(url, { redirect: "manual", ...init, method });
    const text = await response.text();
    return { status: response.status, body: parsed(text), text, headers: response.headers };
  }

  get(path: string, token?: string): Promise<Answer> {
    return this.send(
      "GET",
      path,
      token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } },
    );
  }

  form(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Answer> {
    const text = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    return this.send("POST", path, { body: new URLSearchParams(text), headers });
  }

  json(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { "Content-Type": "application/json" };
    return this.send(method, path, { body: JSON.stringify(body), headers: { ...type, ...headers } });
  }

  login(person: string, more: Fields = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.form("/oauth2/token/", { ...loginFields(person), ...more }, headers);
  }

  refresh(refreshToken: string, more: Fields = {}): Promise<Answer> {
    const grant = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
    return this.form("/oauth2/token/", { ...grant, scope: "internal", expires_in: 86_400, ...more });
  }

  revoke(token: string): Promise<Answer> {
    return this.form("/oauth2/revoke_token/", { client_id: clientId, token });
  }

  /** Signs in someone whom the password alone lets in, by default; gives the tokens. */
  async tokens(
    person = "hana",
    more: Fields = {},
  ): Promise<{ access: string; refresh: string; readOnly: string }> {
    const { body } = await this.login(person, more);
    return {
      access: at(body, "access_token"),
      refresh: at(body, "refresh_token"),
      readOnly: at(body, "read_only_secondary_access_token"),
    };
  }

  /** Signs in through the pathfinder workflow, with the prompt approved by the control interface. */
  async tokensAfterApproval(person: string): Promise<{ access: string; refresh: string }> {
    const opened = await this.openPathfinder(person);
    this.sandbox.control.act(person, "approve");
    await this.continuePathfinder(opened.machine);
    return this.tokens(person);
  }

  /** A login that is asked for approval, as far as its challenge. */
  async openPathfinder(person: string): Promise<{ workflow: string; machine: string; challenge: string }> {
    const { body } = await this.login(person);
    const workflow = at(body, "verification_workflow", "id");
    const machine = await this.machineOf(workflow);
    const view = await this.get(`/pathfinder/inquiries/${machine}/user_view/`);
    return { workflow, machine, challenge: at(view.body, "context", "sheriff_challenge", "id") };
  }

  async machineOf(workflow: string): Promise<string> {
    const input = { device_id: "another-device", flow: "suv", input: { workflow_id: workflow } };
    return at((await this.json("POST", "/pathfinder/user_machine/", input)).body, "id");
  }

  continuePathfinder(machine: string): Promise<Answer> {
    const go = { sequence: 0, user_input: { status: "continue" } };
    return this.json("POST", `/pathfinder/inquiries/${machine}/user_view/`, go);
  }

  respond(challenge: string, response: string): Promise<Answer> {
    return this.form(`/challenge/${challenge}/respond/`, { response });
  }

  /** The newest code that the person got as a text message or e-mail. */
  codeOf(person: string): string {
    return this.sandbox.control.person(person)?.messages.at(-1)?.code ?? "";
  }
}

export const testTime = new Date("2026-01-05T15:00:00Z");

/** A sandbox on a free port whose time stands still. */
export async function startTestSandbox(options: SandboxOptions = {}): Promise<SandboxClient> {
  return new SandboxClient(await startSandbox({ port: 0, time: testTime, frozen: true, ...options }));
}

export function loginFields(person: string): Fields {
  return {
    client_id: clientId,
    expires_in: 86_400,
    grant_type: "password",
    password: `not-a-real-password-${person}`,
    scope: "internal",
    username: `${person}@example.com`,
    device_token: `device-of-${person}`,
    try_passkeys: "False",
    token_request_path: "/login",
    create_read_only_secondary_token: "True",
  };
}

/** The value at a path of names and indexes, as text; empty where there is none. */
export function at(body: unknown, ...path: readonly (string | number)[]): string {
  const value = valueAt(body, ...path);
  return value === undefined || value === null ? "" : String(value);
}

export function valueAt(body: unknown, ...path: readonly (string | number)[]): unknown {
  let value = body;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(step))?.[1];
  }
  return value;
}

/** The rows of a list answer. */
export function rows(answer: Answer): unknown[] {
  const results = valueAt(answer.body, "results");
  return Array.isArray(results) ? results : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
