import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CredentialsError } from "@/headless/broker-auth";
import { ENCRYPTED_MAGIC } from "@/server/session-file/formats/encrypted-file";
import { EVE, HANA, headlessStage } from "@/test/headless-stage";

// The tests that the authentication specification lists, beside those of its scenarios and of credential loading.
const stage = headlessStage();
const withFile = (variables: Record<string, string>) => ({ ...variables, SESSION_CACHE_PATH: stage.file });
const fail = (rule: Record<string, unknown>) => stage.install.sandbox.control.addFault(rule);
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("credentials", () => {
  it("that are missing are named before anything is sent", async () => {
    const { ROBINHOOD_PASSWORD, ...noPassword } = HANA;
    await expect(stage.bot(noPassword).login()).rejects.toThrow(
      "Missing required credentials: ROBINHOOD_PASSWORD.",
    );
    await expect(stage.bot({}).login()).rejects.toThrow("ROBINHOOD_USERNAME and ROBINHOOD_PASSWORD");
    await expect(stage.bot({}).login()).rejects.toBeInstanceOf(CredentialsError);
    expect(stage.install.sandbox.control.requests()).toEqual([]);
  });

  it("that the broker's form does not take are named by their variable", async () => {
    const short = stage.bot({ ...HANA, ROBINHOOD_PASSWORD: "short" });
    await expect(short.login()).rejects.toThrow(/^ROBINHOOD_PASSWORD: Use at least 8 characters/);
    expect(stage.passwordsSent()).toBe(0);
  });

  it("that are malformed are named too", async () => {
    const bot = stage.bot({ ...HANA, ROBINHOOD_USERNAME: "hana" });
    await expect(bot.login()).rejects.toThrow("ROBINHOOD_USERNAME must be");
  });

  it("are in no log line, event, result or error", async () => {
    const bot = stage.bot(withFile(EVE));
    const result = await stage.through(bot.login());
    const shown = [
      inspect(result, { depth: 9 }),
      JSON.stringify(result),
      inspect(bot, { depth: 9, showHidden: true }),
      ...stage.install.logLines,
      JSON.stringify(await stage.install.events()),
    ].join("\n");
    const { token, deviceId } = result.session;
    for (const secret of [
      EVE.ROBINHOOD_PASSWORD,
      EVE.ROBINHOOD_MFA_SECRET,
      token.reveal(),
      deviceId?.reveal(),
    ]) {
      expect(shown).not.toContain(secret);
    }
    expect(stage.install.logLines.join("\n")).not.toContain(EVE.ROBINHOOD_USERNAME);
  });
});

describe("the connection", () => {
  it("of another login name is left alone, and a second one is added", async () => {
    await stage.through(stage.bot(HANA).login());
    const second = await stage.through(stage.bot(EVE).login());
    const again = await stage.through(stage.bot(EVE).login());
    expect(again).toMatchObject({ how: "stored", session: { connectionId: second.session.connectionId } });
    expect(await stage.messages()).toContain("Authentication successful");
  });

  it("may be named, and must be where several fit", async () => {
    await stage.through(stage.bot(HANA).login());
    await stage.through(stage.bot(EVE).login());
    await expect(stage.bot({}).login()).rejects.toMatchObject({
      code: "API_CONFLICT",
      message: expect.stringContaining("Robinhood, Robinhood 2"),
    });
    expect(await stage.through(stage.bot({}, { connection: "robinhood 2" }).login())).toMatchObject({
      how: "stored",
    });
    await expect(stage.bot({}, { connection: "other" }).login()).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
  });

  it("needs an owner, who may not be disabled", async () => {
    const { storage } = stage.install.services;
    const [owner] = await storage.users.list();
    await storage.users.update(owner?.id ?? "", { disabledAt: new Date() });
    await expect(stage.bot(HANA).login()).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
  });
});

describe("the session file", () => {
  it("that is corrupt is set aside, its device token saved, and a login follows", async () => {
    const device = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";
    const damaged = `\x80\x04}(X\x0c\x00\x00\x00device_tokenX$\x00\x00\x00${device}`;
    writeFileSync(stage.file, damaged, { mode: 0o644, encoding: "latin1" });
    const result = await stage.through(stage.bot(withFile(HANA)).login());
    expect(result.how).toBe("login");
    expect(result.warnings.join(" ")).toMatch(/chmod 600.*set aside as .*robinhood\.pickle\.corrupt-/);
    expect(result.session.deviceId?.reveal()).toBe(device);
    const names = readdirSync(stage.folder).toSorted();
    expect(names).toHaveLength(2);
    expect(readFileSync(join(stage.folder, names[1] ?? ""), "latin1")).toBe(damaged);
    expect(modeOf(stage.file)).toBe(0o600);
    expect(await stage.messages()).toContain("Session file set aside");
  });

  it("whose session is over leads to a login from its device", async () => {
    const first = await stage.through(stage.bot(withFile(EVE)).login());
    stage.install.sandbox.control.endSessions("eve");
    await stage.forget();
    const { ROBINHOOD_MFA_SECRET, ...plain } = EVE;
    const second = await stage.through(stage.bot(withFile(plain)).login());
    expect(second).toMatchObject({ how: "login", warnings: [] });
    expect(second.session.deviceId?.reveal()).toBe(first.session.deviceId?.reveal());
    expect((await stage.messages()).includes("Login via device token")).toBe(true);
  });

  it("of another login is not used, and written over by the own login", async () => {
    await stage.through(stage.bot(withFile(HANA)).login());
    const result = await stage.through(stage.bot(withFile(EVE)).login());
    expect(result).toMatchObject({ how: "login" });
    expect(result.warnings.join(" ")).toContain("The login belongs to another account");
  });

  it("is written sealed where ENCRYPT_CACHE says so, and read again", async () => {
    const variables = withFile({ ...HANA, ENCRYPT_CACHE: "true" });
    await stage.through(stage.bot(variables).login());
    expect(readFileSync(stage.file, "latin1").startsWith(ENCRYPTED_MAGIC)).toBe(true);
    expect(modeOf(stage.file)).toBe(0o600);
    await stage.forget();
    const sent = stage.passwordsSent();
    expect(await stage.through(stage.bot(variables).login())).toMatchObject({ how: "session_file" });
    expect(stage.passwordsSent()).toBe(sent);
  });

  it("that another install sealed is left as it is, also after a refresh and a logout", async () => {
    const foreign = `${ENCRYPTED_MAGIC}v9\nx\n`;
    writeFileSync(stage.file, foreign, { mode: 0o600 });
    const bot = stage.bot(withFile(HANA));
    const result = await stage.through(bot.login());
    expect(result).toMatchObject({ how: "login", warnings: [expect.stringContaining("left as it is")] });
    await stage.through(bot.refreshToken());
    await bot.logout();
    expect(readFileSync(stage.file, "latin1")).toBe(foreign);
  });

  it("trouble is a warning: the session is there all the same", async () => {
    mkdirSync(stage.file);
    const result = await stage.through(stage.bot(withFile(HANA)).login());
    expect(result.warnings).toEqual([expect.stringContaining("is not a file")]);
  });

  it("that can't be written any more is tried once for each renewal, and told in the log", async () => {
    const bot = stage.bot(withFile(HANA));
    await stage.through(bot.login());
    rmSync(stage.file);
    mkdirSync(stage.file);
    await stage.through(bot.refreshToken());
    await stage.through(bot.getSession());
    await stage.through(bot.getSession());
    const told = stage.install.logLines.filter((line) => line.includes("the session file was not written"));
    expect(told).toHaveLength(1);
  });

  it("is made with its folder, for the owner alone", async () => {
    const file = join(stage.folder, "new", "robinhood.pickle");
    await stage.through(stage.bot({ ...HANA, SESSION_CACHE_PATH: file }).login());
    expect([modeOf(file), modeOf(join(stage.folder, "new"))]).toEqual([0o600, 0o700]);
  });

  it("is not touched with storeSession false, and the session's life is what the bot wants", async () => {
    const bot = stage.bot(withFile(HANA), { sessionParams: { storeSession: false, expiresIn: 7200 } });
    const { session } = await stage.through(bot.login());
    expect(existsSync(stage.file)).toBe(false);
    expect(session.expiresAt.getTime() - stage.install.clock.now().getTime()).toBeLessThanOrEqual(7_200_000);
    expect(session.permissions).toEqual(["read"]);
  });

  it("is removed on logout; where it can't be, that is told", async () => {
    const bot = stage.bot(withFile(HANA));
    expect(await bot.logout()).toEqual({ revokedAtBroker: null, fileProblem: null });
    mkdirSync(stage.file);
    const { fileProblem } = await stage.bot(withFile(HANA)).logout();
    expect(fileProblem).toContain("is not a file");
  });
});

describe("refreshing", () => {
  it("gives new tokens, and updates the file", async () => {
    const bot = stage.bot(withFile(HANA), { sessionParams: { scope: "all" } });
    const { session } = await stage.through(bot.login());
    expect(session.permissions).toEqual(["read", "trade"]);
    const before = readFileSync(stage.file);
    expect(await stage.through(bot.refreshToken())).toBe(true);
    const after = await bot.getSession();
    expect(after?.token.reveal()).not.toBe(session.token.reveal());
    expect(readFileSync(stage.file)).not.toEqual(before);
    expect(stage.exchanges()).toBe(1);
  });

  it("happens by itself where the session ran out, and behind the bot's back where it soon does", async () => {
    const bot = stage.bot(withFile(HANA));
    const { session } = await stage.through(bot.login());
    stage.install.advance(86_400 - 1800);
    const served = await stage.through(bot.getSession());
    expect(served?.token.reveal()).toBe(session.token.reveal());
    await bot.close();
    expect(stage.exchanges()).toBe(1);
    stage.install.advance(2 * 86_400);
    expect(await bot.isAuthenticated()).toBe(false);
    const renewed = await stage.through(bot.getSession());
    expect(renewed?.expiresAt.getTime()).toBeGreaterThan(stage.install.clock.now().getTime());
    expect(stage.exchanges()).toBe(2);
  });

  it("that fails is an error; more attempts back off and ask nobody until the time is up", async () => {
    const bot = stage.bot(HANA);
    await stage.through(bot.login());
    fail({ path: "/oauth2/token/", grant: "refresh_token", kind: "status", status: 503 });
    await expect(stage.through(bot.refreshToken())).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
    const asked = stage.exchanges();
    await expect(stage.through(bot.refreshToken())).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
      retryAfter: expect.any(Number),
    });
    expect(stage.exchanges()).toBe(asked);
    stage.install.sandbox.control.clearFaults();
    stage.install.advance(3600);
    expect(await stage.through(bot.refreshToken())).toBe(true);
  });

  it("ahead of the end may fail: the token at hand serves on", async () => {
    const bot = stage.bot(HANA);
    await stage.through(bot.login());
    stage.install.advance(86_400 - 1800);
    fail({ path: "/oauth2/token/", grant: "refresh_token", kind: "status", status: 503 });
    expect(await stage.through(bot.getSession())).not.toBeNull();
    await bot.close();
    expect(await bot.isAuthenticated()).toBe(true);
  });

  it("needs a session", async () => {
    await expect(stage.bot(HANA).refreshToken()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
  });
});

describe("a call", () => {
  it("that gets a 401 with a good session has it as its answer", async () => {
    const bot = stage.bot(HANA);
    await stage.through(bot.login());
    const reply = await stage.through(bot.call(async () => new Response(null, { status: 401 })));
    expect(reply.status).toBe(401);
    expect(stage.exchanges()).toBe(0);
    expect(await bot.isAuthenticated()).toBe(true);
  });

  it("keeps its own errors", async () => {
    const bot = stage.bot(HANA);
    await stage.through(bot.login());
    await expect(bot.call(() => Promise.reject(new RangeError("of the bot")))).rejects.toThrow(RangeError);
  });
});

describe("trouble", () => {
  it("on the network at the login is told as such, and the next start goes well", async () => {
    fail({ path: "/oauth2/token/", kind: "status", status: 503 });
    await expect(stage.through(stage.bot(HANA).login())).rejects.toMatchObject({
      name: "AuthenticationError",
      code: "CONN_BROKER_UNAVAILABLE",
    });
    stage.install.sandbox.control.clearFaults();
    expect(await stage.through(stage.bot(HANA).login())).toMatchObject({ how: "login" });
  });

  it("while the stored session is checked is thrown, and no password is sent for it", async () => {
    await stage.through(stage.bot(HANA).login());
    const sent = stage.passwordsSent();
    fail({ kind: "status", status: 503 });
    await expect(stage.through(stage.bot(HANA).login())).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
    expect(stage.passwordsSent()).toBe(sent);
  });

  it("at the logout: the session is deleted here, and the broker's silence told", async () => {
    const bot = stage.bot(withFile(HANA));
    await stage.through(bot.login());
    fail({ kind: "status", status: 503 });
    expect(await stage.through(bot.logout())).toEqual({ revokedAtBroker: false, fileProblem: null });
    expect(await bot.getSession()).toBeNull();
    expect(existsSync(stage.file)).toBe(false);
  });

  it("a person is needed: told as such, and the login is cancelled", async () => {
    const ben = { ROBINHOOD_USERNAME: "ben@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-ben" };
    await expect(stage.through(stage.bot(ben).login())).rejects.toMatchObject({ code: "AUTH_PERSON_NEEDED" });
    const bot = stage.bot(ben, {
      onChallenge: async () => {
        const code = stage.install.sandbox.control.person("ben")?.messages.at(-1)?.code ?? "";
        return { kind: "answer", answer: { kind: "code", code } };
      },
    });
    expect(await stage.through(bot.login())).toMatchObject({ how: "login" });
  });

  it("a login that is aborted is cancelled", async () => {
    const abort = new AbortController();
    const ada = { ROBINHOOD_USERNAME: "ada@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-ada" };
    const bot = stage.bot(ada, {
      signal: abort.signal,
      onChallenge: () => {
        abort.abort();
        return new Promise(() => {});
      },
    });
    await expect(stage.through(bot.login())).rejects.toMatchObject({ code: "AUTH_LOGIN_INTERRUPTED" });
    expect(await stage.messages()).toContain("Broker login cancelled");
  });
});
