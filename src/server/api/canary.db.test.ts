import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { inspect } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEnvironment } from "@/env";
import { calendarReply } from "@/server/api/calendar-reply";
import { textLine } from "@/server/observability/log-line";
import { createLogger } from "@/server/observability/pino-logger";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { tellOfAttention } from "@/server/services/attention/tell-of-attention";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { leftoverRounds } from "@/server/services/credential-storage/remove-leftovers";
import { issueSetupCode } from "@/server/services/setup/issue-setup-code";
import { systemContext } from "@/server/services/system-context";
import type { VaultClient } from "@/server/vault/vault.port";
import { createVaultClient } from "@/server/vault/vault-client";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { createTestInstall, TEST_PASSWORD, type TestInstall } from "@/test/test-install";
import { startVaultSimulator, type VaultSimulator } from "@/test/vault-simulator";

let install: TestInstall;
let vault: VaultSimulator;
let vaultToken: string;
let vaultClient: VaultClient;
const vaultLog: string[] = [];

let passing: NodeJS.Timeout;

beforeAll(async () => {
  const clock = new FixedClock();
  vault = await startVaultSimulator({ now: () => clock.now() });
  vaultToken = vault.issueToken();
  const variables = { VAULT_ADDR: vault.url, VAULT_TOKEN: vaultToken };
  const { vault: settings } = readEnvironment(variables, tmpdir());
  if (settings === null) throw new Error("Vault is set");
  const write = (line: string) => vaultLog.push(line);
  const log = createLogger({ level: "DEBUG", clock, destinations: [{ kind: "writer", write }] });
  vaultClient = await createVaultClient(settings, { clock, log, timeoutMs: 2000 });
  install = await createTestInstall({ vault: { client: vaultClient, prefix: settings.kvPrefix } });
  // The adapter waits between its questions to the broker: time must pass for it.
  passing = setInterval(() => install.advance(1), 5);
});
afterAll(async () => {
  clearInterval(passing);
  await install.close();
  await vaultClient.close();
  await vault.close();
});

/**
 * Moves the stored credentials to Vault and back, through refusals and answers that repeat them, and has removed what
 * was left there.
 */
async function moveAround(
  { credentialStorage }: Awaited<ReturnType<TestInstall["callerOf"]>>,
  connectionId: string,
  see: (work: Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const stored = () => JSON.stringify([...vault.keyValues.secrets.values()]);
  await see(credentialStorage.keeping({ connectionId }));
  await see(credentialStorage.keeping({ connectionId: "not-a-real-password-dan" }));
  await see(credentialStorage.status());
  await see(credentialStorage.move({ to: "env" }));
  for (const status of [200, 400, 403, 500]) {
    vault.broken = { status, text: '{"errors":["dan@example.com","not-a-real-password-dan"]}' };
    await see(credentialStorage.move({ to: "vault" }));
    await see(credentialStorage.status());
  }
  vault.broken = null;
  vault.forbidden.add("secret/data");
  await see(credentialStorage.move({ to: "vault" }));
  vault.forbidden.clear();
  expect(await see(credentialStorage.move({ to: "vault" }))).toMatchObject({ skipped: 0, left: 0 });
  expect(stored()).toContain("not-a-real-password-dan");
  await see(credentialStorage.status());
  await see(credentialStorage.keeping({ connectionId }));
  await vault.away();
  await see(credentialStorage.status());
  await see(credentialStorage.move({ to: "database" }));
  await vault.back();
  // They can be read there, and not be removed: the rounds do that later.
  vault.forbidden.add("secret/metadata");
  expect(await see(credentialStorage.move({ to: "database" }))).toMatchObject({ skipped: 0, left: 0 });
  vault.forbidden.clear();
  expect(stored()).toContain("not-a-real-password-dan");
  const round = leftoverRounds();
  const ctx = systemContext(install.services);
  await round(ctx);
  install.advance(3601);
  await round(ctx);
  expect(stored()).toBe("[]");
}

/** Every value of every row, as text. */
async function dump(): Promise<string> {
  if (install.services.storage.provider === "sqlite") {
    const file = install.databaseUrl.replace(/^file:/, "");
    const parts = await Promise.all(
      ["", "-wal"].map((suffix) => readFile(`${file}${suffix}`).catch(() => Buffer.alloc(0))),
    );
    return Buffer.concat(parts).toString("latin1");
  }
  const client = new pg.Client({ connectionString: install.databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const rows = await client.query<{ text: string }>(
        `SELECT row_to_json(t)::text AS text FROM "${name}" t`,
      );
      texts.push(...rows.rows.map((row) => row.text));
    }
    return texts.join("\n");
  } finally {
    await client.end();
  }
}

it("no secret that went in comes out: not in a row, a log line, an answer or an error", async () => {
  const outputs: unknown[] = [];
  const secrets: string[] = [TEST_PASSWORD];
  const see = async (work: Promise<unknown>) => {
    const [result] = await Promise.allSettled([work]);
    outputs.push(result.status === "fulfilled" ? result.value : result.reason);
    return result.status === "fulfilled" ? result.value : null;
  };

  const nobody = await install.callerOf(null);
  const setupCode = await issueSetupCode(await install.contextOf(null));
  secrets.push(setupCode ?? "");
  await see(
    nobody.setup.complete({
      code: "WRONG-CODE-0000",
      email: "owner@example.com",
      displayName: "Owner",
      password: "canary-setup-password-1",
    }),
  );
  await see(
    nobody.setup.complete({
      code: setupCode ?? "",
      email: "owner@example.com",
      displayName: "Owner",
      password: "canary-setup-password-2",
    }),
  );
  secrets.push("canary-setup-password-1", "canary-setup-password-2");

  const admin = await install.addPerson({ roles: ["user", "admin"] });
  const caller = await install.callerOf(admin);
  const invited = await caller.members.invite({ email: "invited@example.com", roles: ["user"] });
  secrets.push(invited.token);
  const accept = { token: invited.token, displayName: "Invited", password: "canary-invited-password" };
  await see(nobody.invitation.view({ token: invited.token }));
  await see(nobody.invitation.accept(accept));
  await see(nobody.invitation.accept(accept));
  secrets.push("canary-invited-password");
  await see(
    caller.viewer.changePassword({
      currentPassword: "canary-wrong-current",
      newPassword: "canary-new-password",
    }),
  );
  await see(
    caller.viewer.changePassword({ currentPassword: TEST_PASSWORD, newPassword: "canary-new-password" }),
  );
  secrets.push("canary-wrong-current", "canary-new-password");

  const added = await caller.connections.add({ broker: "robinhood", label: "canary", access: "trading" });
  const connectionId = added.id;
  const start = (credentials: Record<string, string>, remember = true) =>
    see(caller.connections.startLogin({ connectionId, credentials, remember }));
  await start({ username: "finn@example.com", password: "canary-broker-wrong-password" });
  await start({ username: "not an address", password: "canary-broker-other-password" });
  secrets.push("canary-broker-wrong-password", "canary-broker-other-password");
  install.advance(3600);
  const totp = install.sandbox.control.person("dan")?.authenticator?.secret ?? "";
  install.sandbox.control.addFault({ kind: "html", path: "/accounts/", count: 1 });
  await start({ username: "dan@example.com", password: "not-a-real-password-dan", mfaSecret: totp });
  await start({ username: "dan@example.com", password: "not-a-real-password-dan", mfaSecret: totp });
  await see(
    caller.connections.startLogin({
      connectionId,
      credentials: { username: "ben@example.com", password: "not-a-real-password-ben" },
      remember: true,
    }),
  );
  secrets.push(totp, "not-a-real-password-dan", "not-a-real-password-ben", "dan@example.com");
  const session = await install.services.storage.brokerSessions.byConnection(connectionId);
  expect(session).not.toBeNull();
  if (session !== null) {
    const opened = await openSession(install.services, install.services.storage, session);
    secrets.push(
      opened.accessToken.reveal(),
      opened.refreshToken?.reveal() ?? "",
      opened.readOnlyToken?.reveal() ?? "",
    );
  }
  await see(caller.connections.refresh({ connectionId }));
  await see(caller.connections.check({ connectionId }));
  await see(caller.portfolio.summary({ connectionId }));
  await see(caller.portfolio.positions({ connectionId }));
  await see(caller.portfolio.options({ connectionId, underlying: "SPY" }));
  await see(caller.portfolio.orders({ connectionId }));
  await see(caller.portfolio.valueHistory({}));
  await see(caller.wheel.overview({ fresh: true }));
  for (const { cycleId } of (await caller.wheel.overview({})).cycles) {
    await see(caller.wheel.cycle({ cycleId }));
  }
  await see(caller.wheel.income({}));
  await see(caller.wheel.attention({ fresh: true }));
  await see(tellOfAttention(systemContext(install.services)));
  await see(caller.notices.list({}));
  // Its owner is shown the address once; the token in it is nobody's after that.
  const calendarToken = (await caller.wheel.renewCalendarFeed()).url.split("/").at(-1) ?? "";
  secrets.push(calendarToken);
  await see(calendarReply(install.services, calendarToken).then((reply) => reply.text()));
  await see(calendarReply(install.services, `${calendarToken}x`).then((reply) => reply.text()));
  await see(caller.wheel.calendarFeed());
  await see(caller.wheel.removeCalendarFeed());
  // The same goes for an API token: whoever makes it sees it this once.
  const tokenInput = { name: "canary", scopes: ["read:positions" as const] };
  await see(caller.tokens.create({ ...tokenInput, confirmPassword: "canary-wrong-confirmation" }));
  const confirmPassword = "canary-new-password";
  const made = await caller.tokens.create({ ...tokenInput, confirmPassword });
  const rotated = await caller.tokens.rotate({ tokenId: made.view.id, confirmPassword });
  for (const { token } of [made, rotated]) secrets.push(token, token.split("_")[2] ?? "");
  secrets.push("canary-wrong-confirmation");
  outputs.push(made.view, rotated.view);
  await see(caller.tokens.create({ ...tokenInput, name: rotated.token, confirmPassword: "" }));
  const { request } = await install.contextOf(null);
  const bearer = new Secret(rotated.token);
  await see(authenticateToken(install.services, bearer, request));
  await see(caller.tokens.revoke({ tokenId: rotated.view.id }));
  await see(authenticateToken(install.services, bearer, request));
  await see(authenticateToken(install.services, new Secret(`${rotated.token}x`), request));
  await see(caller.tokens.list());
  await see(caller.connections.list());
  await see(caller.connections.sessions());
  await see(caller.connections.attempts({ connectionId }));
  await see(caller.connections.budget({ connectionId }));
  await see(caller.connections.leases({ connectionId }));
  await see(caller.connections.endLease({ connectionId, leaseId: "none" }));
  await see(caller.connections.retry({ connectionId }));
  await see(caller.connections.flightRecords({ connectionId, limit: 200 }));
  await see(caller.connections.exportFlightRecords({ connectionId }));
  await moveAround(caller, connectionId, see);
  secrets.push(vaultToken);
  await see(caller.connections.disconnect({ connectionId }));
  const settings = await caller.settings.list();
  outputs.push(settings, await see(caller.settings.export()), await see(caller.preferences.read()));
  const changes = [{ name: "METRICS_TOKEN", value: "canary-metrics-token" }];
  await see(caller.settings.change({ version: settings.version, changes }));
  await see(caller.settings.preview({ yaml: "settings:\n  metrics_token: canary-metrics-token\n" }));
  secrets.push("canary-metrics-token");
  await see(caller.audit.search({}));
  await see(caller.metrics.read({}));
  await see(caller.members.list());

  const real = secrets.filter((secret) => secret.length >= 8);
  expect(real).toHaveLength(secrets.length);
  const places = {
    rows: await dump(),
    log: [...install.logLines, ...vaultLog].join(""),
    logAsText: [...install.logLines, ...vaultLog].map(textLine).join(""),
    answers: inspect(outputs, { depth: 20, maxStringLength: null, maxArrayLength: null }),
    json: JSON.stringify(outputs),
  };
  expect(places.log).toContain('"message":"a credential was not removed from where it was kept');
  expect(places.logAsText).toMatch(/^\S+Z WARNING a credential was not removed from where it was kept/m);
  for (const [place, text] of Object.entries(places)) {
    const leaked = real.filter((secret) => text.includes(secret));
    expect(leaked, `secrets found in ${place}`).toEqual([]);
  }
}, 60_000);
