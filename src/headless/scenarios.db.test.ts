import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AuthenticationError } from "@/headless/broker-auth";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { EVE, HANA, headlessStage } from "@/test/headless-stage";

// The scenarios of the authentication specification, under its names and with its messages in the audit log.
const stage = headlessStage();
const withFile = (variables: Record<string, string>) => ({ ...variables, SESSION_CACHE_PATH: stage.file });

function tokenInFile(): unknown {
  const reading = readPickle(readFileSync(stage.file));
  return reading.kind === "record" ? reading.record.get("access_token") : reading;
}

async function failureOf(work: Promise<unknown>): Promise<AuthenticationError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AuthenticationError)) throw error ?? new Error("It did not fail");
  return error;
}

/** At the broker, every access token is over; refresh tokens are good. Here nobody knows. */
const endTokensAtBroker = () => stage.install.sandbox.control.clock.advance(9 * 86_400);

describe("Scenario 1: first-time login with MFA", () => {
  it("answers the code by the secret, stores the session and writes the file", async () => {
    const bot = stage.bot(withFile(EVE));
    const result = await stage.through(bot.login());
    expect(result).toMatchObject({ success: true, how: "login", errorMessage: null, warnings: [] });
    expect(await bot.isAuthenticated()).toBe(true);
    expect(tokenInFile()).toBe(result.session.token.reveal());
    expect(statSync(stage.file).mode & 0o777).toBe(0o600);
    expect(await stage.messages()).toContain("Authentication successful");
  });

  it("does the same where the broker wants the code by its newer workflow", async () => {
    const bot = stage.bot({
      ROBINHOOD_USERNAME: "dan@example.com",
      ROBINHOOD_PASSWORD: "not-a-real-password-dan",
      ROBINHOOD_MFA_CODE: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    });
    expect(await stage.through(bot.login())).toMatchObject({ how: "login" });
    expect(existsSync(stage.file)).toBe(false);
    expect(await stage.messages()).toContain("Authentication successful");
  });
});

describe("Scenario 2: session reuse from pickle", () => {
  it("takes the stored session when the bot starts again, after asking the broker", async () => {
    await stage.through(stage.bot(withFile(EVE)).login());
    const sent = stage.passwordsSent();
    const bot = stage.bot(withFile(EVE));
    expect(await stage.through(bot.login())).toMatchObject({ how: "stored" });
    expect(stage.passwordsSent()).toBe(sent);
    expect(await stage.messages()).toContain("Session restored from cache");
  });

  it("takes the session of the file where the database has none, without any credentials", async () => {
    await stage.through(stage.bot(withFile(HANA), { sessionParams: { scope: "all" } }).login());
    await stage.forget();
    const sent = stage.passwordsSent();
    const bot = stage.bot({ SESSION_CACHE_PATH: stage.file });
    const result = await stage.through(bot.login());
    expect(result).toMatchObject({ how: "session_file", warnings: [] });
    expect(stage.passwordsSent()).toBe(sent);
    expect(await stage.messages()).toContain("Session restored from cache");
    expect(await bot.isAuthenticated()).toBe(true);
  });
});

describe("Scenario 3: expired token auto-refresh", () => {
  it("refreshes on a 401, updates the file and repeats the call once", async () => {
    const bot = stage.bot(withFile(HANA));
    await stage.through(bot.login());
    const before = tokenInFile();
    endTokensAtBroker();
    const statuses: number[] = [];
    const reply = await stage.through(
      bot.call(async ({ token }) => {
        const response = await fetch(`${stage.install.sandbox.url}/accounts/`, {
          headers: { authorization: `Bearer ${token.reveal()}` },
        });
        statuses.push(response.status);
        return response;
      }),
    );
    expect(reply.status).toBe(200);
    expect(statuses).toEqual([401, 200]);
    expect(stage.exchanges()).toBe(1);
    expect(tokenInFile()).not.toBe(before);
    expect(await stage.messages()).toContain("Token auto-refreshed");
  });

  it("fails clearly where the refresh token is over too", async () => {
    const bot = stage.bot(withFile(HANA));
    await stage.through(bot.login());
    stage.install.sandbox.control.endSessions("hana");
    const work = bot.call(({ token }) =>
      fetch(`${stage.install.sandbox.url}/accounts/`, {
        headers: { authorization: `Bearer ${token.reveal()}` },
      }),
    );
    const error = await failureOf(stage.through(work));
    expect(error).toMatchObject({ code: "AUTH_SESSION_EXPIRED", number: "1003" });
    expect(error.guidance).toContain("login()");
    expect(await bot.isAuthenticated()).toBe(false);
    expect(await bot.getSession()).toBeNull();
  });
});

describe("Scenario 4: MFA challenge failure", () => {
  it("tells it with what to do, once, and the bot does not start", async () => {
    const wrong = { ...EVE, ROBINHOOD_MFA_SECRET: "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK" };
    const bot = stage.bot(withFile(wrong));
    const error = await failureOf(stage.through(bot.login()));
    expect(error).toMatchObject({ code: "AUTH_CODE_REJECTED", number: "1005" });
    expect(error.guidance).toContain("ROBINHOOD_MFA_SECRET");
    expect(await bot.isAuthenticated()).toBe(false);
    expect(existsSync(stage.file)).toBe(false);
    expect((await stage.messages()).at(-1)).toBe("MFA challenge failed");
    const sent = stage.passwordsSent();
    await failureOf(stage.through(stage.bot(wrong).login()));
    expect(stage.passwordsSent()).toBe(sent);
  });
});

describe("Scenario 5: invalid credentials", () => {
  it("is told as such, the wait with it, and the same credentials are not sent again", async () => {
    const wrong = { ...HANA, ROBINHOOD_PASSWORD: "not-the-password" };
    const error = await failureOf(stage.through(stage.bot(wrong).login()));
    expect(error).toMatchObject({ code: "AUTH_INVALID_CREDENTIALS", number: "1001", retryAfter: 30 });
    expect(error.guidance).toContain("ROBINHOOD_PASSWORD");
    expect(await stage.messages()).toContain("Invalid credentials");
    stage.install.advance(3600);
    const again = await failureOf(stage.through(stage.bot(wrong).login()));
    expect(again).toMatchObject({ code: "AUTH_INVALID_CREDENTIALS" });
    expect(again.message).toContain("not sent again");
    expect(stage.passwordsSent()).toBe(1);
    expect(await stage.through(stage.bot(HANA).login())).toMatchObject({ success: true });
  });
});

describe("Scenario 6: graceful logout", () => {
  it("ends the session at the broker, deletes it and the file", async () => {
    const bot = stage.bot(withFile(HANA));
    await stage.through(bot.login());
    expect(existsSync(stage.file)).toBe(true);
    expect(await bot.logout()).toEqual({ revokedAtBroker: true, fileProblem: null });
    expect(existsSync(stage.file)).toBe(false);
    expect(await bot.isAuthenticated()).toBe(false);
    expect((await stage.messages()).at(-1)).toBe("Logout successful");
    expect(stage.install.sandbox.control.requests({ route: "/oauth2/revoke_token/" })).not.toEqual([]);
  });
});

describe("Scenario 7: device token reuse", () => {
  it("signs in from the device that the broker knows, without a challenge", async () => {
    const first = await stage.through(stage.bot(EVE).login());
    const device = first.session.deviceId?.reveal() ?? "";
    await stage.bot(EVE).logout();
    await stage.forget();
    const { ROBINHOOD_MFA_SECRET, ...plain } = EVE;
    const bot = stage.bot({ ...plain, ROBINHOOD_DEVICE_TOKEN: device });
    const result = await stage.through(bot.login());
    expect(result.session.deviceId?.reveal()).toBe(device);
    expect((await stage.messages()).at(-1)).toBe("Login via device token");
  });
});
