import type { BrokerRegistry } from "@/server/brokers/broker";
import type { Clock } from "@/server/clock";
import type { Logger } from "@/server/observability/logger";
import type { Random } from "@/server/random";
import type { Cipher } from "@/server/secrets/cipher.port";
import type { PasswordHasher } from "@/server/secrets/password-hasher.port";
import type { ConnectionFeed } from "@/server/services/connections/connection-feed";
import type { Storage } from "@/server/storage/storage";
import type { Role } from "@/shared/permissions";

/** Who acts. Roles are as in the database at this request. */
export type Actor =
  | {
      readonly type: "user";
      readonly userId: string;
      readonly email: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
      readonly isOwner: boolean;
      /** Row id of the app session. */
      readonly appSessionId: string;
    }
  | { readonly type: "system" }
  | { readonly type: "anonymous" };

/** Facts of the request for the audit log. */
export interface RequestFacts {
  readonly id: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly interface: "web" | "api" | "cli" | "system";
}

/** What is the same for every request: built once by the container. */
export interface Services {
  readonly storage: Storage;
  readonly cipher: Cipher;
  readonly passwords: PasswordHasher;
  readonly brokers: BrokerRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly feed: ConnectionFeed;
  readonly settings: ServiceSettings;
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
}

/** What a verb gets: the services, who acts and for which request. */
export interface ServiceContext extends Services {
  readonly actor: Actor;
  readonly request: RequestFacts;
}
