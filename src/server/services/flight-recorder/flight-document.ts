import { redactDetails } from "@/server/services/flight-recorder/redact-details";
import type { ServiceSettings } from "@/server/services/service-context";
import type {
  BreakerRecord,
  BrokerSessionRecord,
  ConnectionRecord,
  FlightRecord,
} from "@/server/storage/records";
import { APP_VERSION } from "@/shared/app-version";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionAttempt } from "@/shared/schemas/connection";

export interface FlightDocumentParts {
  readonly generatedAt: Date;
  readonly database: "sqlite" | "postgresql";
  /** Null where this install no longer offers the broker. */
  readonly broker: BrokerDescription | null;
  readonly settings: ServiceSettings;
  readonly connection: ConnectionRecord;
  readonly session: BrokerSessionRecord | null;
  readonly breakers: readonly BreakerRecord[];
  readonly attempts: readonly ConnectionAttempt[];
  /** Newest first. */
  readonly records: readonly FlightRecord[];
  /** There were more, older ones. */
  readonly isCut: boolean;
}

/**
 * The flight recorder as a document for support. Every field is named here one by one, so that label, login name,
 * accounts, owner, tokens and the machine's name are not in it, whatever the rows hold.
 */
export function flightDocument(parts: FlightDocumentParts): Record<string, unknown> {
  const { broker, connection } = parts;
  const processName = processNames(parts.records);
  return {
    format: "wheelhouse-flight-recorder/1",
    wheelhouse: APP_VERSION,
    generatedAt: parts.generatedAt,
    database: parts.database,
    connection: connectionFacts(connection),
    broker: broker && {
      id: broker.id,
      hosts: broker.hosts,
      officialHosts: broker.officialHosts,
      limits: broker.limits,
      upkeep: broker.upkeep,
    },
    settings: settingsFacts(parts.settings),
    session: parts.session && sessionTimes(parts.session),
    breakers: parts.breakers.map(({ key, failures, trips, openUntil, updatedAt }) => ({
      key,
      failures,
      trips,
      openUntil,
      updatedAt,
    })),
    attempts: parts.attempts,
    isCut: parts.isCut,
    records: parts.records.map(({ seq, at, kind, flightId, process, details }) => ({
      seq,
      at,
      kind,
      flightId,
      process: processName(process),
      details: redactDetails(details),
    })),
  };
}

function connectionFacts(connection: ConnectionRecord) {
  return {
    id: connection.id,
    broker: connection.broker,
    access: connection.access,
    status: connection.status,
    health: connection.health,
    nextAction: connection.nextAction,
    notBefore: connection.notBefore,
    errorCode: connection.errorCode,
    lastConnectedAt: connection.lastConnectedAt,
    lastFailureAt: connection.lastFailureAt,
    failedDays: connection.failedDays,
    lastFailedDay: connection.lastFailedDay,
    nextAttemptAt: connection.nextAttemptAt,
    autoLoginAt: connection.autoLoginAt,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
    version: connection.version,
  };
}

function settingsFacts(settings: ServiceSettings) {
  return {
    brokerSessionSeconds: settings.brokerSessionSeconds,
    refreshThresholdSeconds: settings.refreshThresholdSeconds,
    requestsPerMinute: settings.requestsPerMinute,
    retry: settings.retry,
    breaker: settings.breaker,
    maxSessions: settings.maxSessions,
    autoConnect: settings.autoConnect,
    autoReconnect: settings.autoReconnect,
    deadlineLeadSeconds: settings.deadlineLeadSeconds,
  };
}

function sessionTimes(session: BrokerSessionRecord) {
  return {
    status: session.status,
    credentialVersion: session.credentialVersion,
    createdAt: session.createdAt,
    issuedAt: session.issuedAt,
    expiresAt: session.expiresAt,
    hardExpiresAt: session.hardExpiresAt,
    lastActivityAt: session.lastActivityAt,
    refreshable: session.refreshable,
    leaseUntil: session.leaseUntil,
    exchangePendingAt: session.exchangePendingAt,
    keepAt: session.keepAt,
  };
}

/** A process carries the name of its machine; a file says `process 1`, `process 2` in the order of their coming. */
function processNames(records: readonly FlightRecord[]): (name: string) => string {
  const known = [...new Set(records.toReversed().map(({ process }) => process))];
  return (name) => `process ${known.indexOf(name) + 1}`;
}
