// The types of `wheelhouse/auth`. They stand alone, so that a bot needs none of the product's sources to be checked;
// a test holds them to the sources.

/** A value that prints as `[redacted]`; only `reveal()` gives the text. */
export interface Secret {
  reveal(): string;
}

export type ChallengeKind = "prompt" | "sms" | "email" | "app" | "redirect" | "gateway";

/** What the broker asks of a person in the middle of a login. */
export interface AskedChallenge {
  readonly challenge: {
    readonly kind: ChallengeKind;
    /** Where a code was sent, masked. */
    readonly destination: string | null;
    readonly attemptsLeft: number | null;
    readonly lastCodeRejected: boolean;
    readonly alternatives: readonly ChallengeKind[];
  };
  readonly endsAt: Date;
  /** Aborted as soon as no answer is needed any more. */
  readonly signal: AbortSignal;
}

/** A promise that never resolves is right where the person approves in the broker's app. */
export type ChallengeReply =
  | { readonly kind: "answer"; readonly answer: { readonly kind: "code"; readonly code: string } }
  | { readonly kind: "switch"; readonly to: ChallengeKind }
  | { readonly kind: "give_up" };

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
    /** False: no session file, whatever the environment says. */
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

/** A live session. There is no refresh token in it: it can be spent only once, and Wheelhouse renews. */
export interface AuthSession {
  /** `token.reveal()` is the text for the Authorization header. */
  readonly token: Secret;
  readonly expiresAt: Date;
  readonly sessionId: string;
  readonly connectionId: string;
  /** The device identity that the broker knows. */
  readonly deviceId: Secret | null;
  readonly permissions: readonly ("read" | "trade")[];
  /** All but the last four characters hidden. */
  readonly accountNumber: string | null;
}

/** A login that brought a session; any other is thrown. */
export interface AuthResult {
  readonly success: true;
  readonly session: AuthSession;
  /** Whether the stored session was good, the session file's was, or a login was needed. */
  readonly how: "stored" | "session_file" | "login";
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

/** There is no session, and why. */
export declare class AuthenticationError extends Error {
  readonly name: "AuthenticationError";
  /** Such as `AUTH_INVALID_CREDENTIALS`. */
  readonly code: string;
  /** The code's number, such as `1001`. */
  readonly number: string;
  /** Seconds until another try makes sense, where known. */
  readonly retryAfter: number | null;
  /** What to do next, in a sentence. */
  readonly guidance: string;
}

/** Credentials are missing or malformed; nothing was sent. */
export declare class CredentialsError extends Error {
  /** A sentence for each variable, which it names. */
  readonly problems: readonly string[];
}

/** The broker session of a bot, on the install's own database and without its web server. */
export declare class BrokerAuth {
  constructor(config?: AuthConfig);
  /** Brings up a session: the stored one, else the session file's, else one login. */
  login(): Promise<AuthResult>;
  /** Ends the session at the broker, deletes it here and removes the session file. */
  logout(): Promise<LogoutResult>;
  /** The session as it is stored, or null; renewed where it ran out. */
  getSession(): Promise<AuthSession | null>;
  /** Exchanges the refresh token, once for all callers and processes. */
  refreshToken(): Promise<boolean>;
  /** Whether there is a session that has not run out. */
  isAuthenticated(): Promise<boolean>;
  /** Makes a call with the session; a `Response` of status 401 leads to one refresh and one repeat. */
  call<T>(work: (session: AuthSession) => Promise<T>): Promise<T>;
  /** Waits for what is under way and closes the database. The session stays. */
  close(): Promise<void>;
}
