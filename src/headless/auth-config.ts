import { resolve } from "node:path";
import { processVariables } from "@/env";
import type { AskedChallenge, ChallengeReply } from "@/headless/login-run";

/** How a bot signs in. Everything is optional: what is left out comes from the environment. */
export interface AuthConfig {
  /** The broker's user name (`ROBINHOOD_USERNAME`). */
  readonly username?: string;
  /** `ROBINHOOD_PASSWORD`. */
  readonly password?: string;
  /** Base32 (`ROBINHOOD_MFA_SECRET`). */
  readonly mfaSecret?: string;
  /** One code of six digits, or the secret (`ROBINHOOD_MFA_CODE`). */
  readonly mfaCode?: string;
  /** `ROBINHOOD_DEVICE_TOKEN`. */
  readonly deviceToken?: string;
  /** The session file (`SESSION_CACHE_PATH`), from the bot's own folder. No file is written where none is named. */
  readonly picklePath?: string;
  /** `ENCRYPT_CACHE`. */
  readonly encryptCache?: boolean;
  readonly sessionParams?: {
    /** Wanted life of the session in seconds (`SESSION_TIMEOUT`). */
    readonly expiresIn?: number;
    /** False: no session file, whatever the environment says. Without it `SESSION_CACHE_ENABLED` decides. */
    readonly storeSession?: boolean;
    /** Of a connection that is made by this login. Default `read_only`; `all` may trade too. */
    readonly scope?: "read_only" | "all";
  };
  /** Name or id of the connection; found by the user name unless given. */
  readonly connection?: string;
  /** Answers what the broker asks of a person. Without it a login ends there, with AUTH_PERSON_NEEDED. */
  readonly onChallenge?: (asked: AskedChallenge) => Promise<ChallengeReply>;
  /** Aborting it cancels a login that is under way. */
  readonly signal?: AbortSignal;
  /** Folder of the install, with its `.env`; the one that this package is in unless given. */
  readonly installFolder?: string;
}

/** What is given in the code goes before what is in the environment. */
export function variablesOf(config: AuthConfig): Readonly<Record<string, string | undefined>> {
  const { username, password, mfaSecret, mfaCode, deviceToken, picklePath, encryptCache } = config;
  const hasOwnMfa = mfaSecret !== undefined || mfaCode !== undefined;
  return {
    ...processVariables(),
    ...(username === undefined ? {} : { ROBINHOOD_USERNAME: username }),
    ...(password === undefined ? {} : { ROBINHOOD_PASSWORD: password }),
    ...(hasOwnMfa ? { ROBINHOOD_MFA_SECRET: mfaSecret, ROBINHOOD_MFA_CODE: mfaCode } : {}),
    ...(deviceToken === undefined ? {} : { ROBINHOOD_DEVICE_TOKEN: deviceToken }),
    ...(config.sessionParams?.storeSession === true ? { SESSION_CACHE_ENABLED: "true" } : {}),
    ...(picklePath === undefined ? {} : { SESSION_CACHE_PATH: resolve(picklePath) }),
    ...(encryptCache === undefined ? {} : { ENCRYPT_CACHE: String(encryptCache) }),
  };
}
