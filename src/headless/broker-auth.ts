import { resolve } from "node:path";
import { CredentialsError } from "@/env";
import { type AuthConfig, variablesOf } from "@/headless/auth-config";
import { type AuthSession, authSessionOf, sessionWith } from "@/headless/auth-session";
import { AuthenticationError, headlessError } from "@/headless/authentication-error";
import { loginFailure } from "@/headless/login-failure";
import { type OpenedInstall, openInstall, ownerContext } from "@/headless/open-install";
import { findOwnConnection, ownConnection } from "@/headless/own-connection";
import { type SessionCache, writeToCache } from "@/headless/session-cache";
import { type SignedInAlone, signInAlone } from "@/headless/sign-in-alone";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { refreshDueAt } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { disconnect } from "@/server/services/connections/disconnect";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import { isAlone } from "@/server/services/processes/is-alone";
import type { ServiceContext } from "@/server/services/service-context";
import { removeSessionFile } from "@/server/session-file/remove-session-file";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

export type { AuthConfig };
export { AuthenticationError, CredentialsError };

const OWN_FOLDER = resolve(import.meta.dirname, "../..");

/** A login that brought a session; any other is thrown. */
export interface AuthResult {
  readonly success: true;
  readonly session: AuthSession;
  /** Whether the stored session was good, the session file's was, or a login was needed. */
  readonly how: SignedInAlone["how"];
  readonly errorMessage: null;
  /** What the bot's owner should know, such as a session file that was set aside or could not be written. */
  readonly warnings: readonly string[];
}

/** How a logout went: here the session is gone in any case. */
export interface LogoutResult {
  /** False where the broker could not be told; null where there was no session. */
  readonly revokedAtBroker: boolean | null;
  /** Why the session file is still there, if it is. */
  readonly fileProblem: string | null;
}

/**
 * The broker session of a bot, on the install's own database and without its web server: one session for the bot, the
 * pages and every other program. Every method throws `AuthenticationError` where there is no session and
 * `CredentialsError` where credentials are missing or malformed, before anything is sent. `close()` at the end.
 */
export class BrokerAuth {
  readonly #config: AuthConfig;
  readonly #open: () => Promise<OpenedInstall>;
  #opening: Promise<OpenedInstall> | null = null;
  #connectionId: string | null = null;
  /** Which tokens the session file holds, or could not be given: that is tried once for each. */
  #written = "";
  #isFileLocked = false;
  #renewing: Promise<void> | null = null;

  /** `open` is for tests; a bot leaves it out. */
  constructor(
    config: AuthConfig = {},
    open: () => Promise<OpenedInstall> = () =>
      openInstall(config.installFolder ?? OWN_FOLDER, variablesOf(config)),
  ) {
    this.#config = config;
    this.#open = open;
  }

  /** Brings up a session: the stored one, else the session file's, else one login. See the page `docs/headless.md`. */
  login(): Promise<AuthResult> {
    return this.#act(async (ctx, settings) => {
      const { onChallenge, signal } = this.#config;
      const { id } = await ownConnection(ctx, this.#wanted(settings));
      this.#connectionId = id;
      const done = await signInAlone(ctx, {
        connectionId: id,
        settings,
        cache: this.#cache(settings),
        listener: { challenge: onChallenge ?? (() => Promise.resolve({ kind: "give_up" })) },
        signal: signal ?? new AbortController().signal,
      });
      this.#isFileLocked = done.isFileLocked;
      if (done.outcome !== null && done.outcome.kind !== "connected") throw loginFailure(ctx, done.outcome);
      const { connection, session } = await this.#rows(ctx, settings);
      this.#written = versionOf(session);
      return {
        success: true,
        session: await authSessionOf(ctx, connection, session),
        how: done.how,
        errorMessage: null,
        warnings: done.fileProblem === null ? done.warnings : [...done.warnings, done.fileProblem],
      };
    });
  }

  /** Ends the session at the broker, deletes it here and removes the session file. Never throws for the broker. */
  logout(): Promise<LogoutResult> {
    return this.#act(async (ctx, settings) => {
      await this.#renewing;
      const connection = await this.#connection(ctx, settings);
      const ended =
        connection === null
          ? null
          : await disconnect(ctx, { connectionId: connection.id, forgetCredentials: false });
      const cache = this.#cache(settings);
      this.#written = "";
      return {
        revokedAtBroker: ended?.revokedAtBroker ?? null,
        fileProblem: cache === null ? null : await removalProblem(cache),
      };
    });
  }

  /**
   * The session as it is stored, or null. One that ran out is renewed; one that soon does is renewed in the background,
   * while the token at hand serves on.
   */
  getSession(): Promise<AuthSession | null> {
    return this.#act(async (ctx, settings) => {
      const connection = await this.#connection(ctx, settings);
      const session = connection && (await ctx.storage.brokerSessions.byConnection(connection.id));
      if (connection?.status !== "connected" || session === null) return null;
      const now = ctx.clock.now();
      if (!isValid(session, now)) {
        return authSessionOf(ctx, connection, await this.#renew(ctx, settings, { connection, session }));
      }
      const dueAt = refreshDueAt(session, upkeepPolicyOf(ctx, connection.broker));
      if (dueAt !== null && dueAt <= now) this.#renewBehind(ctx, settings, { connection, session });
      else await this.#keepFile(ctx, settings, session);
      return authSessionOf(ctx, connection, session);
    });
  }

  /**
   * Exchanges the refresh token, once for all callers and processes. True when it is done. After failures it holds back
   * for a growing time: the error then says how long, and nothing is sent.
   */
  refreshToken(): Promise<boolean> {
    return this.#act(async (ctx, settings) => {
      await this.#renew(ctx, settings, await this.#rows(ctx, settings));
      return true;
    });
  }

  /** Whether there is a session that has not run out. Asks nobody: the broker's own word comes with the next call. */
  isAuthenticated(): Promise<boolean> {
    return this.#act(async (ctx, settings) => {
      const connection = await this.#connection(ctx, settings);
      const session = connection && (await ctx.storage.brokerSessions.byConnection(connection.id));
      return connection?.status === "connected" && session !== null && isValid(session, ctx.clock.now());
    });
  }

  /**
   * Makes a call of the bot's own with the session. A `Response` of status 401 leads to one refresh and one repeat of the
   * call, unless the broker still takes the session: then it is the call's own answer.
   */
  call<T>(work: (session: AuthSession) => Promise<T>): Promise<T> {
    return this.#act(async (ctx, settings) => {
      const { connection, session } = await this.#rows(ctx, settings);
      const answer = await withBrokerSession(ctx, connection, async (calls, secrets) => {
        const reply = await work(await sessionWith(ctx, connection, session.id, secrets));
        if (reply instanceof Response && reply.status === 401) await calls.probe(secrets);
        return reply;
      });
      await this.#keepFile(ctx, settings, (await this.#rows(ctx, settings)).session);
      return answer;
    });
  }

  /** Waits for what is under way and closes the database. The session stays, unless `SESSION_CACHE_ENABLED` is false. */
  async close(): Promise<void> {
    await this.#renewing;
    const opening = this.#opening;
    try {
      if (this.#connectionId !== null) await this.#endUnkept(this.#connectionId);
    } finally {
      this.#opening = null;
      this.#connectionId = null;
      await (await opening?.catch(() => null))?.container.close();
    }
  }

  /** Ends the session where none is to outlive the run, and no other process is at work. */
  async #endUnkept(connectionId: string): Promise<void> {
    await this.#act(async (ctx) => {
      if (!ctx.settings.keepsSessions && (await isAlone(ctx))) {
        await disconnect(ctx, { connectionId, forgetCredentials: false });
      }
    });
  }

  async #act<T>(work: (ctx: ServiceContext, settings: HeadlessSettings) => Promise<T>): Promise<T> {
    try {
      this.#opening ??= this.#open();
      const { container, settings } = await this.#opening;
      const { expiresIn } = this.#config.sessionParams ?? {};
      const { services } = container;
      const wanted = expiresIn === undefined ? {} : { brokerSessionSeconds: expiresIn };
      const ctx = await ownerContext({ ...services, settings: { ...services.settings, ...wanted } });
      const cache = ctx.settings.keepsSessions ? {} : { sessionCachePath: undefined };
      return await work(ctx, { ...settings, ...cache });
    } catch (error) {
      throw headlessError(error);
    }
  }

  #cache({ sessionCachePath, encryptCache }: HeadlessSettings): SessionCache | null {
    const isWanted = this.#config.sessionParams?.storeSession !== false && !this.#isFileLocked;
    if (sessionCachePath === undefined || !isWanted) return null;
    return { path: sessionCachePath, isEncrypted: encryptCache };
  }

  #wanted({ username }: HeadlessSettings) {
    const { connection, sessionParams } = this.#config;
    const access = sessionParams?.scope === "all" ? "trading" : "read_only";
    return { broker: "robinhood", connection: this.#connectionId ?? connection, username, access } as const;
  }

  async #connection(ctx: ServiceContext, settings: HeadlessSettings): Promise<ConnectionRecord | null> {
    const { userId } = permit(ctx, "manage_connections");
    const found = await findOwnConnection(ctx, this.#wanted(settings));
    return found === null ? null : loadConnection(ctx.storage, userId, found.id);
  }

  async #rows(ctx: ServiceContext, settings: HeadlessSettings): Promise<Rows> {
    const connection = await this.#connection(ctx, settings);
    const session = connection && (await ctx.storage.brokerSessions.byConnection(connection.id));
    if (connection === null || session === null) {
      throw new AppError("AUTH_SESSION_EXPIRED", "There is no session");
    }
    return { connection, session };
  }

  async #renew(ctx: ServiceContext, settings: HeadlessSettings, rows: Rows): Promise<BrokerSessionRecord> {
    const renewed = await refreshSession(ctx, rows.connection, rows.session, "call");
    await this.#keepFile(ctx, settings, renewed);
    return renewed;
  }

  /** A failure is among the connection's attempts; the token at hand serves on, and the next call tries again. */
  #renewBehind(ctx: ServiceContext, settings: HeadlessSettings, rows: Rows): void {
    this.#renewing ??= this.#renew(ctx, settings, rows)
      .then(() => undefined)
      .catch((error: unknown) => {
        ctx.log.warn({ err: error }, "the session was not renewed ahead of its end");
      })
      .finally(() => {
        this.#renewing = null;
      });
  }

  async #keepFile(
    ctx: ServiceContext,
    settings: HeadlessSettings,
    session: BrokerSessionRecord,
  ): Promise<void> {
    const cache = this.#cache(settings);
    if (cache === null || this.#written === versionOf(session)) return;
    this.#written = versionOf(session);
    const problem = await writeToCache(ctx, session.connectionId, cache);
    if (problem !== null) ctx.log.warn({ problem }, "the session file was not written");
  }
}

interface Rows {
  readonly connection: ConnectionRecord;
  readonly session: BrokerSessionRecord;
}

const versionOf = ({ id, credentialVersion }: BrokerSessionRecord): string => `${id}:${credentialVersion}`;

async function removalProblem({ path }: SessionCache): Promise<string | null> {
  try {
    await removeSessionFile(path);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
