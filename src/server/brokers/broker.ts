import type { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { CallGate, HttpMethod, HttpStream } from "@/server/http/http.port";
import type { AccountSummary } from "@/shared/schemas/account";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { BrokerDescription, BrokerType, ConnectionAccess } from "@/shared/schemas/broker";
import type { Challenge, ChallengeKind } from "@/shared/schemas/challenge";
import type {
  OptionContract,
  Order,
  OrderStatus,
  Position,
  Quote,
  ReadingPart,
} from "@/shared/schemas/trading";
import type { Secret } from "@/shared/secret";

/** What a login begins with. `credentials` holds the values of the description's fields, checked by it. */
export interface LoginInput {
  readonly credentials: Readonly<Record<string, Secret>>;
  /** The connection's own device identity, made once by {@link Broker.createDeviceToken}; null where the broker has none. */
  readonly deviceToken: Secret | null;
  readonly access: ConnectionAccess;
  readonly sessionParams: { readonly expiresInSeconds: number; readonly scope: string };
}

/**
 * Everything that a broker needs to go on with a login later, in another process or after a restart. It holds
 * secrets: it is only ever stored encrypted, and each broker parses its own when it comes back.
 */
export type LoginState = Readonly<Record<string, unknown>>;

/** What moves a waiting login on. */
export type LoginEvent =
  | { readonly kind: "poll" }
  | { readonly kind: "code"; readonly code: Secret }
  | { readonly kind: "redirected"; readonly url: Secret }
  | { readonly kind: "switch"; readonly to: ChallengeKind };

/** Who the broker says has signed in; used to recognise the account on the next login. */
export interface BrokerIdentity {
  readonly userId: string;
  readonly accounts: readonly { readonly number: string; readonly kind: string }[];
}

export type LoginStep =
  | {
      readonly kind: "waiting";
      readonly challenge: Challenge;
      readonly state: LoginState;
      /** Ask again with `{ kind: "poll" }` after this time; null when only the person's answer moves it on. */
      readonly pollAfterMs: number | null;
    }
  | {
      readonly kind: "connected";
      readonly session: BrokerSessionSecrets;
      readonly identity: BrokerIdentity;
      /** True when the broker asked for anything beyond the credentials. */
      readonly challenged: boolean;
    };

/** Tokens of a session that began elsewhere, such as those in the file of another program. */
export interface ForeignTokens {
  readonly accessToken: Secret;
  readonly readOnlyToken: Secret | null;
  readonly refreshToken: Secret | null;
  /** The device identity that the tokens were given to; the connection's own where that is not known. */
  readonly deviceToken: Secret | null;
  /** When the access token ends, where that is known. */
  readonly expiresAt: Date | null;
  /** Wanted life of the tokens that a later refresh gives. */
  readonly expiresInSeconds: number;
}

/** A session that was taken over, and whose it is. */
export interface AdoptedSession {
  readonly session: BrokerSessionSecrets;
  readonly identity: BrokerIdentity;
}

export interface PositionFilter {
  /** All of the login's accounts without it. */
  readonly accountNumber?: string;
  readonly symbols?: readonly string[];
  readonly includeOptions: boolean;
}

export interface OptionFilter {
  readonly underlying: string;
  readonly expiration?: string;
  readonly right?: "call" | "put";
}

export interface OrderFilter {
  readonly accountNumber?: string;
  readonly status?: OrderStatus;
  /** At most so many, newest first; the default of the callers is 100. */
  readonly limit: number;
  /** Where an earlier page said that the next begins. Throws API_INVALID_REQUEST when it makes no sense. */
  readonly cursor?: string;
}

/** A part of a reply that could not be read while others could. The rows lack what it would have given. */
export interface PartFailure {
  readonly part: ReadingPart;
  readonly error: BrokerError;
}

/** The rows that could be read and the parts that could not. When nothing could be read, the call throws instead. */
export interface PartialReply<Row> {
  readonly rows: readonly Row[];
  readonly failures: readonly PartFailure[];
}

export interface OrderPage extends PartialReply<Order> {
  readonly nextCursor: string | null;
}

/** A call of a program that was judged by the description's rules and goes to the broker with the session added. */
export interface ProxyRequest {
  /** One of the description's hosts, by its name. */
  readonly host: string;
  readonly method: HttpMethod;
  /** Begins with a slash; percent-encoded. */
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** The path with its ids left out. */
  readonly route: string;
  /** By lower-case name; only those that may go to a broker. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Aborted when the program has gone away. */
  readonly signal?: AbortSignal;
}

/** The broker's answer as it came, of whatever status; a `location` is a path at the same host, or left out. */
export type ProxiedReply = HttpStream;

/** One broker: what it is, and a way to call it. */
export interface Broker {
  readonly description: BrokerDescription;

  /** A new device identity, or null where the broker knows none. */
  createDeviceToken(): Secret | null;

  /** The broker's calls, each request of which passes the gate. */
  through(gate: CallGate): BrokerCalls;
}

/**
 * The one interface that every broker fills. All of it is stateless: what must be remembered comes in and goes
 * out as a value, so that any process can take the next step. Every method throws only `BrokerError`.
 */
export interface BrokerCalls {
  /** Sends the credentials once. Never repeats a refused one. */
  startLogin(input: LoginInput): Promise<LoginStep>;

  /** Goes on with a waiting login. A wrong code comes back as `waiting` with `lastCodeRejected` while tries remain. */
  continueLogin(state: LoginState, event: LoginEvent): Promise<LoginStep>;

  /** Exchanges the refresh token. The answer replaces the session whole; the old refresh token may be spent. */
  readonly refresh: ((session: BrokerSessionSecrets) => Promise<BrokerSessionSecrets>) | null;

  /** Tells the broker that the session is in use; null where sessions have no idle time-out. */
  readonly keepAlive: ((session: BrokerSessionSecrets) => Promise<void>) | null;

  /** Ends the session at the broker. */
  revoke(session: BrokerSessionSecrets): Promise<void>;

  /** One cheap read that tells whether the session is still good. Throws AUTH_SESSION_EXPIRED when it is not. */
  probe(session: BrokerSessionSecrets): Promise<void>;

  /**
   * Takes over a session that began elsewhere: asks the broker whether its tokens are good and whose they are. An
   * access token that is over is renewed once where there is a refresh token, which is spent by that. Throws
   * AUTH_SESSION_EXPIRED where only a login helps. Null where tokens alone make no session.
   */
  readonly adopt: ((tokens: ForeignTokens) => Promise<AdoptedSession>) | null;

  /** The summary of each account of the login. */
  getAccountSummary(session: BrokerSessionSecrets, accountNumber?: string): Promise<AccountSummary[]>;

  /** Holdings with their prices. */
  readonly getPositions:
    | ((session: BrokerSessionSecrets, filter: PositionFilter) => Promise<PartialReply<Position>>)
    | null;

  /** The contracts of an underlying that can be traded, by expiration and strike. */
  readonly getOptions:
    | ((session: BrokerSessionSecrets, filter: OptionFilter) => Promise<PartialReply<OptionContract>>)
    | null;

  /** Orders, newest first. */
  readonly getOrders: ((session: BrokerSessionSecrets, filter: OrderFilter) => Promise<OrderPage>) | null;

  /**
   * What happened in the accounts since a time, or ever: fills, ends of contracts, dividends, splits. Events may
   * come again and out of order; an event that the broker changed later comes again with the same id.
   */
  readonly getActivity:
    | ((session: BrokerSessionSecrets, since: Date | null) => Promise<PartialReply<AccountEvent>>)
    | null;

  /** Prices and next ex-dividend days of shares by symbol; an unknown symbol is left out. */
  readonly getShareFacts:
    | ((session: BrokerSessionSecrets, symbols: readonly string[]) => Promise<PartialReply<ShareFacts>>)
    | null;

  /**
   * Passes a program's call on, with the read-only token where there is one and the method only reads. Any answer is
   * given as it is, but one that says that the session is over: that throws AUTH_SESSION_EXPIRED. A 401 with a session
   * that the broker still takes is an answer to the call. Null where the description has no rules for it.
   */
  readonly proxy: ((session: BrokerSessionSecrets, request: ProxyRequest) => Promise<ProxiedReply>) | null;
}

/** What is known of a share apart from any account. */
export interface ShareFacts {
  readonly symbol: string;
  readonly name: string | null;
  readonly quote: Quote | null;
  /** The next, or the latest known, ex-dividend day; null when none is known. */
  readonly exDividendDay: string | null;
  /** Dollars per share of that dividend. */
  readonly dividendPerShare: string | null;
}

/** The brokers that this install can connect, by id. */
export type BrokerRegistry = Readonly<Partial<Record<BrokerType, Broker>>>;
