import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { addConnection } from "@/server/services/connections/add-connection";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { disconnect } from "@/server/services/connections/disconnect";
import { getConnection } from "@/server/services/connections/get-connection";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { readCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import { exportSession } from "@/server/services/session-files/export-session";
import { importSession } from "@/server/services/session-files/import-session";
import { noteSetAside } from "@/server/services/session-files/note-set-aside";
import { decodeSessionFile } from "@/server/session-file/formats/decode-session-file";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { writePickle } from "@/server/session-file/formats/write-pickle";
import type { ConnectionAccess } from "@/shared/schemas/broker";
import { Secret } from "@/shared/secret";
import { runPython } from "@/test/python";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** What robin_stocks does with its file at a login (protocol sheet 4.6), without its packages. */
const RESTORE = `
import json, pickle, sys, urllib.error, urllib.request
api = sys.argv[1]
data = pickle.loads(bytes.fromhex(sys.stdin.read()))
bearer = f"{data['token_type']} {data['access_token']}"
spare = data["refresh_token"]; device = data["device_token"]
def call(path, method="GET", body=None):
    request = urllib.request.Request(api + path, method=method, data=body, headers={"Authorization": bearer})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None
status, positions = call("/positions/?nonzero=true")
account = call("/accounts/?default_to_all_accounts=true")[1]["results"][0]["account_number"] if status == 200 else None
order, _ = call("/orders/", "POST", b"{}")
print(json.dumps({"restored": status, "positions": positions and len(positions["results"]), "order": order,
                  "account": account, "spare": spare, "device": device, "keys": list(data)}))
`;
const DUMP = `
import json, pickle, sys
protocol, record = json.loads(sys.stdin.read())
print(pickle.dumps(record, protocol).hex())
`;
const SLOW = 60_000;
const DEVICE = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";

let install: TestInstall;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall({ settings: { breaker: { failures: 1000, openSeconds: 30 } } });
});
afterAll(() => install.close());
beforeEach(async () => {
  const { control } = install.sandbox;
  control.reset();
  install.clock.advance((1000 - (install.clock.now().getTime() % 1000)) % 1000);
  control.clock.set(install.clock.now());
  ctx = await install.contextOf(await install.addPerson({ roles: ["user", "trader"] }));
  connectionId = await connect("trading");
});

const add = async (access: ConnectionAccess = "trading", of = ctx) =>
  (await addConnection(of, { broker: "robinhood", label: "a", access })).id;
async function connect(access: ConnectionAccess, who = "hana"): Promise<string> {
  const id = await add(access);
  const credentials = { username: `${who}@example.com`, password: `not-a-real-password-${who}` };
  const view = await startLogin(ctx, { connectionId: id, credentials, remember: false });
  expect(view.status).toBe("connected");
  return id;
}
async function secretsOf(id = connectionId) {
  const session = await ctx.storage.brokerSessions.byConnection(id);
  if (session === null) throw new Error("no session");
  return openSession(ctx, ctx.storage, session);
}
async function deviceTokenOf(id: string): Promise<string | null> {
  const connection = await ctx.storage.connections.byId(id);
  if (connection === null) throw new Error("no connection");
  return (await readCredential(ctx, ctx.storage, connection, DEVICE_TOKEN))?.reveal() ?? null;
}
const eventsOf = async (...ids: string[]) =>
  (await install.events()).filter((event) => ids.includes(event.targetId ?? ""));
const passwordsSent = () => install.sandbox.control.requests({ grant: "password" }).length;
const bot = async (bytes: Buffer) =>
  JSON.parse(await runPython(RESTORE, bytes.toString("hex"), [install.sandbox.url])) as Record<
    string,
    unknown
  >;
const view = (id = connectionId) => getConnection(ctx, { connectionId: id });
const importing = (bytes: Buffer, id: string, passphrase?: string) =>
  importSession(ctx, {
    connectionId: id,
    bytes,
    ...(passphrase === undefined ? {} : { passphrase: new Secret(passphrase) }),
  });
/** A file of the Python client with the tokens of the connection's session, as this program would write it. */
async function pickled(changes: Record<string, string> = {}, id = connectionId): Promise<Buffer> {
  const { accessToken, refreshToken } = await secretsOf(id);
  const record = {
    token_type: "Bearer",
    access_token: accessToken.reveal(),
    refresh_token: refreshToken?.reveal() ?? "",
    device_token: DEVICE,
    ...changes,
  };
  return writePickle(Object.entries(record));
}

describe("exporting a session", () => {
  it(
    "lets a Python bot in without a login, with the full token of a connection that trades",
    async () => {
      const before = passwordsSent();
      const { bytes, suggestedName, token, expiresAt } = await exportSession(ctx, {
        connectionId,
        format: "pickle",
      });
      const seen = await bot(bytes);
      expect(seen).toMatchObject({
        restored: 200,
        account: expect.any(String),
        spare: "",
        device: await deviceTokenOf(connectionId),
        keys: ["token_type", "access_token", "refresh_token", "device_token"],
      });
      expect(seen["order"]).not.toBe(403);
      expect([suggestedName, token]).toEqual(["robinhood.pickle", "full"]);
      expect(expiresAt.toISOString()).toBe((await view()).session?.expiresAt);
      expect(passwordsSent()).toBe(before);
    },
    SLOW,
  );

  it(
    "gives a connection that only reads the read-only token, which can't send an order",
    async () => {
      const id = await connect("read_only");
      const { bytes, token } = await exportSession(ctx, { connectionId: id, format: "pickle" });
      expect(token).toBe("read_only");
      expect(await bot(bytes)).toMatchObject({ restored: 200, spare: "", order: 403 });
      const reading = readPickle(bytes);
      const { readOnlyToken } = await secretsOf(id);
      expect(reading.kind === "record" && reading.record.get("access_token")).toBe(readOnlyToken?.reveal());
    },
    SLOW,
  );

  it("is told loudly, and tells no token", async () => {
    await exportSession(ctx, { connectionId, format: "pickle" });
    await exportSession(ctx, { connectionId, format: "json", withRefreshToken: true });
    const events = (await eventsOf(connectionId)).filter(({ eventType }) => eventType === "SESSION_EXPORTED");
    const details = { broker: "robinhood", token: "full", withPassphrase: false };
    expect(events).toMatchObject([
      { severity: "WARNING", details: { ...details, format: "pickle", withRefreshToken: false } },
      { severity: "WARNING", details: { ...details, format: "json", withRefreshToken: true } },
    ]);
    const { accessToken, refreshToken } = await secretsOf();
    const told = `${JSON.stringify(await install.events())}${install.logLines.join("")}`;
    expect(told).not.toContain(accessToken.reveal());
    expect(told).not.toContain(refreshToken?.reveal());
  });

  it("gives a token that lives for an hour: it is renewed before where it must be", async () => {
    const before = (await secretsOf()).accessToken.reveal();
    const { expiresAt } = (await view()).session ?? { expiresAt: "" };
    install.advance((new Date(expiresAt).getTime() - install.clock.now().getTime()) / 1000 - 1800);
    const exported = await exportSession(ctx, { connectionId, format: "json" });
    expect(JSON.parse(exported.bytes.toString())).not.toMatchObject({ access_token: before });
    expect(exported.expiresAt.getTime() - install.clock.now().getTime()).toBeGreaterThan(3_600_000);
  });

  it("takes the permission to lease, the owner, and no program", async () => {
    const user = await install.contextOf(await install.addPerson({ roles: ["user"] }));
    const other = await install.contextOf(await install.addPerson({ roles: ["user", "trader"] }));
    const input = { connectionId, format: "json" } as const;
    await expect(exportSession(user, input)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
    await expect(exportSession(other, input)).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
    if (ctx.actor.type !== "user") throw new Error("nobody");
    const grant = {
      scopes: ["session:lease_full", "session:lease", "read:connections"] as const,
      reach: { brokers: null, connectionIds: null, accountIds: null },
    };
    const program = { ...ctx.actor, token: { id: "t", grant: { ...grant, scopes: [...grant.scopes] } } };
    await expect(exportSession({ ...ctx, actor: program }, input)).rejects.toMatchObject({
      code: "API_SCOPE_MISSING",
    });
    expect((await eventsOf(connectionId)).map(({ eventType }) => eventType)).not.toContain(
      "SESSION_EXPORTED",
    );
  });

  it("is refused without a live session, and with a passphrase that is short or has no use", async () => {
    const id = await add();
    await expect(exportSession(ctx, { connectionId: id, format: "json" })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    for (const [format, passphrase] of [
      ["json", "tidal copper lantern"],
      ["encrypted", "short"],
    ] as const) {
      await expect(
        exportSession(ctx, { connectionId, format, passphrase: new Secret(passphrase) }),
      ).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { passphrase: expect.any(String) },
      });
    }
  });

  it("does not give the full token of a connection that only reads", async () => {
    const id = await add("read_only");
    await importing(await pickled(), id);
    await expect(exportSession(ctx, { connectionId: id, format: "json" })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
  });
});

describe("importing a session", () => {
  it.each([0, 1, 2, 3, 4, 5])(
    "takes a pickle that Python made, of protocol %i",
    async (protocol) => {
      const { accessToken, refreshToken } = await secretsOf();
      const record = {
        token_type: "Bearer",
        access_token: accessToken.reveal(),
        refresh_token: refreshToken?.reveal(),
        device_token: DEVICE,
      };
      const hex = await runPython(DUMP, JSON.stringify([protocol, record]));
      const id = await add();
      expect(await importing(Buffer.from(hex.trim(), "hex"), id)).toMatchObject({
        status: "connected",
        health: "ok",
        nextAction: "none",
        accounts: (await view()).accounts,
        session: { expiresAt: (await view()).session?.expiresAt },
      });
    },
    SLOW,
  );

  it("connects as a login does: device identity, events, attempts, and renewal from then on", async () => {
    const id = await add();
    const before = passwordsSent();
    const { session } = await importing(await pickled(), id);
    expect(await deviceTokenOf(id)).toBe(DEVICE);
    expect(passwordsSent()).toBe(before);
    const events = await eventsOf(id, session?.id ?? "");
    expect(events.map(({ eventType, outcome }) => `${eventType} ${outcome}`)).toEqual([
      "CONNECTION_ADDED success",
      "SESSION_IMPORTED success",
      "SESSION_RESTORED success",
    ]);
    expect(events[1]?.details).toMatchObject({ format: "pickle", withRefreshToken: true, accounts: 1 });
    expect(await ctx.storage.sessionAttempts.recentOf(id, 5)).toMatchObject([
      { kind: "restore", trigger: "person", outcome: "succeeded" },
    ]);
    await refreshConnection(ctx, { connectionId: id });
    const refresh = install.sandbox.control.requests({ grant: "refresh_token" }).at(-1);
    expect(refresh).toBeDefined();
    expect((await view(id)).status).toBe("connected");
  });

  it("renews an access token that is over with the refresh token of the file", async () => {
    const bytes = await pickled();
    const { accessToken } = await secretsOf();
    install.advance(8 * 86_400);
    const id = await add();
    expect(await importing(bytes, id)).toMatchObject({ status: "connected", health: "ok" });
    expect((await secretsOf(id)).accessToken.reveal()).not.toBe(accessToken.reveal());
  });

  it("keeps the connection's own device token where the file has none, and makes one where there is none", async () => {
    const own = await deviceTokenOf(connectionId);
    await importing(await pickled({ device_token: "" }), connectionId);
    expect(await deviceTokenOf(connectionId)).toBe(own);
    const id = await add();
    await importing(await pickled({ device_token: "" }), id);
    expect(await deviceTokenOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(["trading", "read_only"] as const)(
    "loses nothing when its own export comes back (%s)",
    async (access) => {
      const id = await connect(access);
      const { bytes } = await exportSession(ctx, { connectionId: id, format: "pickle" });
      const before = await secretsOf(id);
      await importing(bytes, id);
      const after = await secretsOf(id);
      expect(after.accessToken.reveal()).toBe(before.accessToken.reveal());
      expect(after.readOnlyToken?.reveal()).toBe(before.readOnlyToken?.reveal());
      expect(after.refreshToken?.reveal()).toBe(before.refreshToken?.reveal());
      expect((await eventsOf(id)).at(-1)?.details).toMatchObject({
        withRefreshToken: false,
        copyOfOwn: true,
      });
      await refreshConnection(ctx, { connectionId: id });
    },
  );

  it("replaces a session that can't be read any more", async () => {
    const bytes = await pickled();
    const session = await ctx.storage.brokerSessions.byConnection(connectionId);
    if (session === null) throw new Error("no session");
    await ctx.storage.brokerSessions.removeByConnection(connectionId);
    await ctx.storage.brokerSessions.create({ ...session, ciphertext: "v1.a.b.c" });
    expect(await importing(bytes, connectionId)).toMatchObject({ status: "connected" });
    expect((await eventsOf(connectionId)).at(-1)?.details).toMatchObject({ copyOfOwn: false });
  });

  it("takes up a connection whose session had ended, also with the file of this install", async () => {
    const { bytes } = await exportSession(ctx, {
      connectionId: await connect("trading"),
      format: "encrypted",
      withRefreshToken: true,
    });
    await disconnect(ctx, { connectionId, forgetCredentials: false });
    expect(await importing(bytes, connectionId)).toMatchObject({ status: "connected", deadlineAt: null });
    expect((await secretsOf()).readOnlyToken).not.toBeNull();
    expect(bytes.toString()).not.toContain((await secretsOf()).accessToken.reveal());
  });

  it(
    "takes the encrypted file of another install, by its passphrase",
    async () => {
      const other = await createTestInstall({ sandbox: install.sandbox });
      try {
        const passphrase = new Secret("tidal copper lantern");
        const { bytes } = await exportSession(ctx, { connectionId, format: "encrypted", passphrase });
        const there = await other.contextOf(await other.addPerson());
        const id = await add("trading", there);
        const take = (words: string | null) =>
          importSession(there, {
            connectionId: id,
            bytes,
            passphrase: words === null ? null : new Secret(words),
          });
        const wrong = { code: "VALIDATION_INVALID_INPUT", fields: { passphrase: expect.any(String) } };
        await expect(take(null)).rejects.toMatchObject(wrong);
        await expect(take("another passphrase")).rejects.toMatchObject(wrong);
        expect(await take("tidal copper lantern")).toMatchObject({ status: "connected" });
      } finally {
        await other.close();
      }
    },
    SLOW * 2,
  );

  it("refuses the session of another account than before, and leaves everything as it was", async () => {
    const bytes = await pickled({}, await connect("trading", "paul"));
    const before = await view();
    const device = await deviceTokenOf(connectionId);
    await expect(importing(bytes, connectionId)).rejects.toMatchObject({ code: "AUTH_ACCOUNT_MISMATCH" });
    expect(await view()).toEqual(before);
    expect(await deviceTokenOf(connectionId)).toBe(device);
    expect((await eventsOf(connectionId)).at(-1)).toMatchObject({
      eventType: "SESSION_IMPORTED",
      outcome: "failure",
      details: { code: "AUTH_ACCOUNT_MISMATCH", deviceTokenKept: false },
    });
  });

  it("says that only a login helps where the tokens are over, and keeps the device token for it", async () => {
    const id = await add();
    const bytes = await pickled();
    install.sandbox.control.endSessions("hana");
    await expect(importing(bytes, id)).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    expect(await deviceTokenOf(id)).toBe(DEVICE);
    expect((await view(id)).status).toBe("disconnected");
  });

  it("refuses a damaged file with its reason, and keeps its device token where there is none", async () => {
    const id = await add();
    const damaged = (await pickled()).subarray(0, -2);
    const refused = { code: "STORAGE_FILE_UNREADABLE", message: expect.stringContaining("in the middle") };
    await expect(importing(damaged, id)).rejects.toMatchObject(refused);
    expect(await deviceTokenOf(id)).toBe(DEVICE);
    await expect(importing(Buffer.from("cos\nsystem\n"), id)).rejects.toMatchObject({
      code: "STORAGE_FILE_UNREADABLE",
    });
    const [, first, second] = await eventsOf(id);
    expect(first?.details).toMatchObject({ reason: "truncated", format: "pickle", deviceTokenKept: true });
    expect(second?.details).toMatchObject({
      reason: "kind_unknown",
      format: "unknown",
      deviceTokenKept: false,
    });
  });

  it("sends no token to another server than the one that gave it, or of another broker", async () => {
    const { bytes } = await exportSession(ctx, { connectionId, format: "encrypted" });
    const otherBroker = await createTestInstall();
    try {
      // The same key, so that the file can be opened there; but another sandbox.
      const there = await otherBroker.contextOf(await otherBroker.addPerson());
      const id = await add("trading", there);
      await expect(importSession(there, { connectionId: id, bytes })).rejects.toMatchObject({
        code: "CONN_OTHER_HOSTS",
      });
      expect(otherBroker.sandbox.control.requests()).toEqual([]);
    } finally {
      await otherBroker.close();
    }
    await ctx.storage.transaction(async (tx) => {
      const connection = await tx.connections.byId(connectionId);
      await tx.connections.update(connectionId, connection?.version ?? 0, { hosts: "elsewhere:1" });
    });
    await expect(importing(await pickled(), connectionId)).rejects.toMatchObject({
      code: "CONN_OTHER_HOSTS",
    });
  });

  it("waits for a sign-in, a renewal or an end that is under way", async () => {
    const bytes = await pickled();
    const conflict = { code: "API_CONFLICT" };
    const id = await add();
    const credentials = { username: "ada@example.com", password: "not-a-real-password-ada" };
    await startLogin(ctx, { connectionId: id, credentials, remember: false });
    await expect(importing(bytes, id)).rejects.toMatchObject(conflict);
    const session = await ctx.storage.brokerSessions.byConnection(connectionId);
    const leaseUntil = new Date(install.clock.now().getTime() + 1000);
    await ctx.storage.brokerSessions.takeLease(session?.id ?? "", "mine", install.clock.now(), leaseUntil);
    await expect(importing(bytes, connectionId)).rejects.toMatchObject(conflict);
    install.advance(2);
    await expect(importing(bytes, connectionId)).resolves.toMatchObject({ status: "connected" });
    const next = await ctx.storage.brokerSessions.byConnection(connectionId);
    await ctx.storage.brokerSessions.update(next?.id ?? "", { status: "invalid" });
    await expect(importing(bytes, connectionId)).rejects.toMatchObject(conflict);
  });

  it("is not more than the person may have, and not another person's", async () => {
    const tight = { ...ctx, settings: { ...ctx.settings, maxSessions: 1 } };
    const id = await add();
    const input = { connectionId: id, bytes: await pickled() };
    await expect(importSession(tight, input)).rejects.toMatchObject({ code: "API_SESSION_LIMIT" });
    const other = await install.contextOf(await install.addPerson());
    await expect(importSession(other, input)).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
  });

  it("is refused for a broker whose sessions are more than tokens, and writes nothing of a removed connection", async () => {
    const { robinhood } = ctx.brokers;
    if (robinhood === undefined) throw new Error("no broker");
    const changed = (adopt: null | (() => Promise<never>)): ServiceContext => ({
      ...ctx,
      brokers: { robinhood: { ...robinhood, through: (gate) => ({ ...robinhood.through(gate), adopt }) } },
    });
    const id = await add();
    const input = { connectionId: id, bytes: await pickled() };
    await expect(importSession(changed(null), input)).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
    });
    const removing = async () => {
      await ctx.storage.connections.remove(id);
      throw new Error("cut off");
    };
    await expect(importSession(changed(removing), input)).rejects.toThrow("cut off");
  });
});

describe("a session file that was set aside", () => {
  it("is told, and its device token kept where the connection has none", async () => {
    const id = await add();
    const note = (to: string, deviceToken: Secret | null) =>
      noteSetAside(ctx, { connectionId: to, reason: "truncated", deviceToken });
    expect(await note(id, new Secret(DEVICE))).toEqual({ deviceTokenKept: true });
    expect(await note(id, new Secret(DEVICE.replace("3f", "4f")))).toEqual({ deviceTokenKept: false });
    expect(await note(connectionId, null)).toEqual({ deviceTokenKept: false });
    expect(await deviceTokenOf(id)).toBe(DEVICE);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      eventType: "SESSION_FILE_SET_ASIDE",
      severity: "WARNING",
      details: { reason: "truncated", deviceTokenKept: false },
    });
  });
});

it("a file of any kind that was exported is read as it was written", async () => {
  const { bytes } = await exportSession(ctx, { connectionId, format: "json" });
  const reading = await decodeSessionFile(bytes, async () => "other_install");
  expect(reading).toMatchObject({
    kind: "session",
    format: "json",
    session: { savedAt: install.clock.now() },
  });
});
