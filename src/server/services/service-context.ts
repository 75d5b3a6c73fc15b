import type { BrokerRegistry } from "@/server/brokers/broker";
import type { Clock } from "@/server/clock";
import type { CredentialBackends } from "@/server/credential-backends/credential-backend.port";
import type { NoticeSender } from "@/server/notices/notice-sender.port";
import type { Logger } from "@/server/observability/logger";
import type { Metrics } from "@/server/observability/metrics";
import type { Random } from "@/server/random";
import type { Cipher } from "@/server/secrets/cipher.port";
import type { MasterKeys } from "@/server/secrets/master-keys.port";
import type { PasswordHasher } from "@/server/secrets/password-hasher.port";
import type { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import type { ConnectionFeed } from "@/server/services/connections/connection-feed";
import type { HeldFlights } from "@/server/services/flight-recorder/held-flights";
import type { CopyGuard } from "@/server/services/install/copy-guard";
import type { ProcessFacts } from "@/server/services/processes/process-facts";
import type { LiveSettings } from "@/server/settings/live-settings.port";
import type { BrokerSessionRecord } from "@/server/storage/records";
import type { Storage } from "@/server/storage/storage";
import type { Role } from "@/shared/permissions";
import type { TokenGrant } from "@/shared/schemas/api-token";

/** The API token of a request, and what it may do. */
export interface ActingToken {
  readonly id: string;
  readonly grant: TokenGrant;
}

/** Who acts. Roles are as in the database at this request. */
export type Actor =
  | {
      readonly type: "user";
      readonly userId: string;
      readonly email: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
      readonly isOwner: boolean;
      /** Row id of the app session; null for a program and at a terminal. */
      readonly appSessionId: string | null;
      /** The API token that acts for the person, which bounds what may be done. */
      readonly token?: ActingToken;
    }
  | { readonly type: "system" }
  | { readonly type: "anonymous" };

/** Facts of the request for the audit log. */
export interface RequestFacts {
  readonly id: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly interface: "web" | "api" | "mcp" | "cli" | "system";
}

/** What is the same for every request: built once by the container. */
export interface Services {
  readonly storage: Storage;
  readonly cipher: Cipher;
  /** The keys that wrap those of the cipher. */
  readonly masterKeys: MasterKeys;
  /** Where credentials are kept that people let Wheelhouse remember. */
  readonly credentialBackends: CredentialBackends;
  readonly passwords: PasswordHasher;
  readonly brokers: BrokerRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly feed: ConnectionFeed;
  readonly sender: NoticeSender;
  /** Renewals of broker sessions that are under way in this process. */
  readonly flights: SingleFlight<BrokerSessionRecord>;
  /** Name of this process in the flight recorder, such as `desk-4711`. */
  readonly process: string;
  /** Keeps a restored or older copy of the database from asking brokers. */
  readonly copyGuard: CopyGuard;
  /** This process, as others see it. */
  readonly processRun: ProcessFacts;
  /** What this process measures of itself. */
  readonly metrics: Metrics;
  /** As they are now; a context has those of the moment it was made. */
  readonly settings: ServiceSettings;
  /** All settings with their origins, and the way to take up what was saved. */
  readonly liveSettings: LiveSettings;
}

/** The settings that services read; all durations in the unit of their name. */
export interface ServiceSettings {
  /** Wanted life of a broker session (`SESSION_TIMEOUT`), seconds. */
  readonly brokerSessionSeconds: number;
  /** How long account data counts as fresh, seconds. */
  readonly dataCacheSeconds: number;
  /** App session: ends after this time without a request, seconds. */
  readonly appSessionIdleSeconds: number;
  /** App session: ends after this time in any case, seconds. */
  readonly appSessionMaxSeconds: number;
  readonly invitationSeconds: number;
  /** Connecting, the headers and the body of a broker's reply may each take this long (`API_TIMEOUT`), seconds. */
  readonly apiTimeoutSeconds: number;
  /** How reads of a broker are tried again (`API_RETRY_COUNT`, `API_RETRY_DELAY`, `API_RETRY_BACKOFF`). */
  readonly retry: RetryPolicy;
  /** Requests of one connection in any 60 seconds (`RATE_LIMIT_REQUESTS`); null is the broker's own limit. */
  readonly requestsPerMinute: number | null;
  /** When a breaker opens: after so many failures in a row, for so many seconds at first. */
  readonly breaker: { readonly failures: number; readonly openSeconds: number };
  /** Sessions are renewed at least this long before they end (`SESSION_REFRESH_THRESHOLD`), seconds. */
  readonly refreshThresholdSeconds: number;
  /** Live broker sessions of one person (`MAX_SESSIONS`). */
  readonly maxSessions: number;
  /** How often what is old is removed (`SESSION_CLEANUP_INTERVAL`), seconds. */
  readonly cleanupIntervalSeconds: number;
  /** Whether sessions are taken up at start (`AUTO_CONNECT`). */
  readonly autoConnect: boolean;
  /** Whether stored credentials are used when a session is past saving (`AUTO_RECONNECT`). */
  readonly autoReconnect: boolean;
  /** Whether sessions outlive the run that made them (`SESSION_CACHE_ENABLED`). */
  readonly keepsSessions: boolean;
  /** Whether a broker's session needs a second factor to be kept (`ENABLE_MFA`). */
  readonly requiresMfa: boolean;
  /** Whether the audit log has every call to a broker (`AUDIT_TRAIL`). */
  readonly auditsCalls: boolean;
  /** Where credentials are put that people let Wheelhouse remember (`SECURE_STORAGE`). */
  readonly secureStorage: "env" | "keyring" | "vault" | "database";
  /** What new passwords of people must be (`MIN_PASSWORD_LENGTH`, `PASSWORD_COMPLEXITY`). */
  readonly passwords: { readonly minLength: number; readonly complexity: "low" | "medium" | "high" };
  /** Times before a deadline at which the person is told, seconds, longest first. */
  readonly deadlineLeadSeconds: readonly number[];
  /** Address under which people reach the app, for links in notices. */
  readonly publicUrl: string;
}

export interface RetryPolicy {
  /** Tries after the first. */
  readonly count: number;
  readonly delayMs: number;
  readonly backoff: "linear" | "exponential";
}

/** What a verb gets: the services, who acts and for which request. */
export interface ServiceContext extends Services {
  readonly actor: Actor;
  readonly request: RequestFacts;
  /** In acts that write the lines of their reads with the outcome. */
  readonly heldFlights?: HeldFlights | undefined;
}
