import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { accountSummaryViewSchema } from "@/shared/schemas/account";
import { apiTokenViewSchema, createdTokenSchema } from "@/shared/schemas/api-token";
import { auditPageSchema } from "@/shared/schemas/audit";
import { connectionViewSchema } from "@/shared/schemas/connection";
import { errorResponseSchema } from "@/shared/schemas/error-response";
import { optionContractsViewSchema, ordersViewSchema, positionsViewSchema } from "@/shared/schemas/trading";
import { wheelViewSchema } from "@/shared/schemas/wheel";
import { cliStage, OWNER_PASSWORD } from "@/test/cli-stage";

const stage = cliStage();
const login = (who: string) =>
  stage.run(["login", "--label", who, "--username", `${who}@example.com`, "--password-stdin"], {
    input: `not-a-real-password-${who}\n`,
  });

beforeAll(async () => {
  for (const who of ["paul", "noor"]) expect(await login(who)).toMatchObject({ code: 0 });
});

describe("connections", () => {
  test("are listed and shown with their state in words", async () => {
    const list = await stage.run(["connections", "list"]);
    expect(list.out).toMatch(/^Name +Broker +State +Health/);
    expect(list.out).toMatch(/paul +robinhood +connected +ok/);
    const json = await stage.run(["connections", "list", "--json"]);
    expect(connectionViewSchema.array().parse(json.json())).toHaveLength(2);
    const one = await stage.run(["connections", "show", "paul", "--json"]);
    expect(connectionViewSchema.parse(one.json())).toMatchObject({ label: "paul", status: "connected" });
    expect(await stage.run(["status"])).toMatchObject({ code: 0 });
    expect(await stage.run(["status", "paul"], { hasColour: true })).toMatchObject({
      out: expect.stringContaining("\u001b[32mconnected (ok)\u001b[39m"),
    });
  });

  test("are added, renamed, signed out and removed", async () => {
    const added = await stage.run(["connections", "add", "--label", "Spare one", "--json"]);
    expect(added.json()).toMatchObject({ label: "Spare one", access: "read_only", status: "disconnected" });
    expect(await stage.run(["status", "Spare one"])).toMatchObject({
      code: 4,
      out: expect.stringContaining("wheelhouse login 'Spare one'"),
    });
    expect((await stage.run(["status"])).code).toBe(4);
    expect((await stage.run(["connections", "rename", "spare ONE", "Third", "--json"])).json()).toMatchObject(
      {
        label: "Third",
      },
    );
    expect(await stage.run(["refresh", "Third"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("The connection is not connected"),
    });
    expect((await stage.run(["connections", "retry", "Third"])).code).toBe(1);
    expect(await stage.run(["connections", "remove", "Third"])).toMatchObject({ out: "Removed Third." });
    expect((await stage.run(["connections", "show", "Third"])).code).toBe(8);
    expect((await stage.run(["connections", "add", "--label", ""])).code).toBe(2);
  });

  test("are renewed, and signed out even where the broker can't be told", async () => {
    expect((await stage.run(["refresh", "paul", "--json"])).json()).toMatchObject({ status: "connected" });
    expect((await stage.run(["connections", "retry", "paul"])).code).toBe(0);
    await login("otto");
    expect(await stage.run(["logout", "otto", "--forget"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Signed out."),
    });
    await login("otto");
    stage.sandbox.control.addFault({ kind: "reset-before", path: "/oauth2/revoke_token/" });
    const local = await stage.run(["logout", "otto"]);
    stage.sandbox.control.clearFaults();
    expect(local.out).toContain("deleted here, but the broker could not be told");
    await stage.run(["connections", "remove", "otto"]);
  });
});

describe("figures", () => {
  test.each([
    ["accounts", accountSummaryViewSchema.array(), /Value +Cash +Buying power/],
    ["positions", positionsViewSchema.array(), /Symbol +What +Quantity/],
    ["orders", ordersViewSchema.array(), /Placed +Symbol +What/],
    ["wheel", wheelViewSchema, /Underlying +State +Since/],
  ])("%s come with where they are from, for people and for programs", async (name, schema, head) => {
    const shown = await stage.run([name, "paul", ...(name === "wheel" ? ["--all"] : [])]);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.out).toMatch(head);
    expect(shown.out).toMatch(/^paul: fresh, read \d{4}-\d\d-\d\d/m);
    const json = await stage.run([name, "--json"]);
    expect(json).toMatchObject({ code: 0, err: "" });
    schema.parse(json.json());
  });

  test("options are looked up by underlying, expiration and right", async () => {
    const all = await stage.run(["options", "ko", "--connection", "paul", "--right", "put", "--json"]);
    const { contracts } = optionContractsViewSchema.parse(all.json());
    const expiration = contracts[0]?.option.expiration ?? "";
    const some = await stage.run(["options", "KO", "--connection", "paul", "--expiration", expiration]);
    expect(some.out).toMatch(/Expiration +Right +Strike/);
    expect(new Set(some.out.match(/^\d{4}-\d\d-\d\d/gm))).toEqual(new Set([expiration]));
    expect((await stage.run(["options", "NOSUCH", "--connection", "paul"])).out).toContain(
      "No contracts of NOSUCH are shown.",
    );
    expect(await stage.run(["options", "KO", "--right", "both"])).toMatchObject({ code: 2 });
    expect(await stage.run(["options", "KO", "--expiration", "soon"])).toMatchObject({ code: 2 });
  });

  test("positions and orders are filtered, and older orders are reached by the cursor", async () => {
    const shares = await stage.run(["positions", "paul", "--no-options"]);
    expect(shares.out).not.toMatch(/ (put|call) /);
    const none = await stage.run(["positions", "paul", "--symbol", "NOSUCH"]);
    expect(none.out).toContain("No positions are shown.");
    const first = await stage.run(["orders", "paul", "--limit", "2", "--status", "filled"]);
    const cursor = /--cursor '([^']+)'/.exec(first.out)?.[1] ?? "";
    const second = await stage.run([
      "orders",
      "paul",
      "--limit",
      "2",
      "--status",
      "filled",
      "--cursor",
      cursor,
    ]);
    expect(second.code).toBe(0);
    expect(second.out).not.toBe(first.out);
    expect((await stage.run(["orders", "noor", "--status", "open"])).out).toContain("No orders are shown.");
    expect((await stage.run(["wheel", "noor"])).out).toContain("No cycle is open");
    expect((await stage.run(["wheel", "noor", "--all"])).out).toContain("There are no cycles.");
    expect((await stage.run(["orders", "--limit", "900"])).code).toBe(2);
  });

  test("what failed is told, never shown as zero, and ends with the code of the failure", async () => {
    await stage.run(["accounts", "paul"]);
    stage.sandbox.control.addFault({ kind: "status", status: 503, person: "paul" });
    const stale = await stage.run(["accounts", "paul", "--fresh"]);
    expect(stale.code).toBe(0);
    expect(stale.out).toMatch(/^paul: stale, read .*The broker is not available \(2004\) \[figures\]$/m);
    const failed = await stage.run(["options", "F", "--connection", "paul", "--fresh"]);
    stage.sandbox.control.clearFaults();
    expect(failed.code).toBe(6);
    expect(failed.out).toMatch(/^paul: failed, not shown: The broker is not available \(2004\) \[/m);
  });
});

describe("session files", () => {
  test("are written with mode 600 and taken over again", async () => {
    const path = join(stage.folder, "robinhood.pickle");
    const variables = { SESSION_CACHE_PATH: path };
    const written = await stage.run(["session", "export", path, "--connection", "paul", "--json"], {
      variables,
    });
    expect(written.json()).toMatchObject({ path, format: "pickle", token: "read_only" });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stage.run(["session", "import", "nowhere.pickle", "--connection", "paul"])).code).toBe(8);
    await writeFile(path, "no session", { mode: 0o600 });
    const corrupt = await stage.run(["session", "import", path, "--connection", "paul"]);
    expect(corrupt).toMatchObject({
      code: 1,
      err: expect.stringMatching(/No session could be read: .* It is .* now/),
    });
  });

  test("may be encrypted by a passphrase, which is asked for twice", async () => {
    const words = ["session", "export", "own.session", "--connection", "paul", "--format", "encrypted"];
    const path = join(stage.folder, "own.session");
    const phrase = "a long passphrase";
    expect(await stage.run([...words, "--passphrase"])).toMatchObject({ code: 4 });
    let turn = 0;
    expect(await stage.run([...words, "--passphrase"], { type: () => `${phrase}${turn++}` })).toMatchObject({
      code: 2,
    });
    expect(await stage.run([...words, "--passphrase"], { type: () => phrase })).toMatchObject({ code: 0 });
    expect((await readFile(path)).includes("access_token")).toBe(false);
    const back = ["session", "import", "own.session", "--connection", "paul"];
    expect(await stage.run(back)).toMatchObject({
      code: 2,
      err: expect.stringContaining("needs its passphrase"),
    });
    const taken = await stage.run([...back, "--passphrase-stdin"], { input: `${phrase}\n` });
    expect(taken.out).toContain("The session of the file is the connection's own now.");
    expect((await stage.run(["session", "import", "--connection", "paul"])).code).toBe(2);
  });

  test("go to the folder of the settings, with their prefix, where no file is named", async () => {
    const words = ["session", "export", "--connection", "paul", "--json"];
    const own = join(stage.folder, "data", "sessions", ".session_paul.pickle");
    expect((await stage.run(words)).json()).toMatchObject({ path: own });
    expect((await stat(join(own, ".."))).mode & 0o777).toBe(0o700);
    const folder = join(stage.folder, "exports");
    const variables = { SESSION_STORAGE_LOCATION: folder, SESSION_FILE_PREFIX: "wheel-" };
    const json = await stage.run([...words, "--format", "json"], { variables });
    expect(json.json()).toMatchObject({ path: join(folder, "wheel-paul.json") });
    await stage.run(["settings", "set", "SESSION_FILE_PREFIX", "saved_"]);
    await stage.run(["settings", "set", "SESSION_STORAGE_LOCATION", folder]);
    const saved = await stage.run([...words, "--format", "encrypted"]);
    expect(saved.json()).toMatchObject({ path: join(folder, "saved_paul.session") });
  });
});

describe("people and programs", () => {
  test("whoami tells the person and what they may", async () => {
    expect((await stage.run(["whoami"])).out).toMatch(/^E-mail +owner@example\.com$/m);
    expect(await stage.run(["whoami", "--as", "nobody@example.com"])).toMatchObject({ code: 8 });
  });

  test("tokens are made, listed, rotated and revoked; the token alone is on standard output", async () => {
    const made = await stage.run([
      "tokens",
      "create",
      "night bot",
      "--scope",
      "read:positions",
      "--days",
      "30",
    ]);
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^whl_[A-Za-z0-9]{16}_[A-Za-z0-9_]+$/),
    });
    expect(made.err).toContain("The token is shown this once:");
    const { view } = createdTokenSchema.parse(
      (await stage.run(["tokens", "rotate", "night bot", "--overlap-hours", "1", "--json"])).json(),
    );
    expect(view.name).toBe("night bot");
    expect(await stage.run(["tokens", "revoke", "night bot"])).toMatchObject({ code: 2 });
    expect((await stage.run(["tokens", "revoke", view.id])).out).toContain("Revoked night bot");
    const list = await stage.run(["tokens", "list", "--json"]);
    expect(apiTokenViewSchema.array().parse(list.json())).toHaveLength(2);
    expect((await stage.run(["tokens", "list"])).out).not.toContain(made.out);
    expect((await stage.run(["tokens", "revoke", "no such"])).code).toBe(8);
    expect((await stage.run(["tokens", "create", "x", "--scope", "everything"])).code).toBe(2);
    expect((await stage.run(["tokens", "create", "x"])).err).toContain("scopes: Choose at least one scope");
  });

  test("programs are kept out and let in, one's own or all", async () => {
    expect((await stage.run(["tokens", "freeze"])).out).toBe("Your programs are kept out.");
    const all = await stage.run(["tokens", "freeze", "--everyone"]);
    expect(all.out).toContain("All programs of this install are kept out, by owner@example.com.");
    await stage.run(["tokens", "unfreeze", "--everyone"]);
    expect((await stage.run(["tokens", "unfreeze"])).out).toBe("Your programs are let in.");
  });

  test("users are invited and listed; what a person may not do ends with 7", async () => {
    const invited = await stage.run(["users", "invite", "ben@example.com", "--role", "user"]);
    expect(invited.out).toMatch(/\/invite#[A-Za-z0-9_-]+$/);
    const list = await stage.run(["users", "list"]);
    expect(list.out).toContain("Invited: ben@example.com as user");
    expect((await stage.run(["users", "list", "--json"])).json()).toMatchObject({
      members: [{ email: "owner@example.com" }],
      invitations: [{ email: "ben@example.com" }],
    });
    expect((await stage.run(["users", "disable", "owner@example.com"])).code).toBe(1);
    expect((await stage.run(["users", "enable", "ben@example.com"])).code).toBe(8);
    expect(
      (await stage.run(["users", "roles", "owner@example.com", "--role", "admin", "user"])).out,
    ).toContain("owner@example.com: user, admin");
    await stage.run(["users", "roles", "owner@example.com", "--role", "admin", "user", "trader"]);
    expect((await stage.run(["users", "invite", "no address", "--role", "user"])).code).toBe(2);
  });

  test("the audit log is searched page by page", async () => {
    const page = await stage.run(["audit", "--type", "LOGIN", "--from", "2020-01-01", "--limit", "1"]);
    expect(page.out).toMatch(/LOGIN +owner@example\.com +cli/);
    expect(page.out).toMatch(/Older ones with --cursor '/);
    const none = await stage.run(["audit", "--user", "nobody"]);
    expect(none.out).toContain("No event fits.");
    auditPageSchema.parse((await stage.run(["audit", "--json"])).json());
    const wrong = await stage.run(["audit", "--from", "yesterday-ish", "--json"]);
    expect(wrong.code).toBe(2);
    expect(errorResponseSchema.parse(wrong.error())).toMatchObject({ code: "5001" });
  });
});

describe("secrets", () => {
  test("no password is in any answer of a command that reads", async () => {
    const words = [
      ["status"],
      ["settings"],
      ["keys"],
      ["audit", "--limit", "200"],
      ["users", "list"],
      ["tokens", "list"],
    ];
    for (const command of words) {
      const { out, err } = await stage.run([...command, "--json"], {
        variables: { SMTP_URL: "smtp://wheel:canary-mail-secret@localhost:25", SMTP_FROM: "a@example.com" },
      });
      for (const secret of [OWNER_PASSWORD, "not-a-real-password-paul", "canary-mail-secret"]) {
        expect(out + err).not.toContain(secret);
      }
    }
  });
});
