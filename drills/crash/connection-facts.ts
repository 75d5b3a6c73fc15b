import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { readCredential } from "@/server/services/connections/stored-credential";
import type { Services } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import { type AuditEventView, auditQuerySchema } from "@/shared/schemas/audit";
import { hashOf } from "./broker-tap";

/** Everything the database says about one connection. */
export interface ConnectionFacts {
  readonly connection: ConnectionRecord;
  /** Key of the sandbox's person who signs in there. */
  readonly person: string;
  readonly session: BrokerSessionRecord | null;
  /** Hash of the refresh token in the session's row, or in the last one there was; null where none is known. */
  readonly heldHash: string | null;
  /** What could not be decrypted. */
  readonly unreadable: readonly string[];
  /** Newest first. */
  readonly attempts: readonly LoginAttemptRecord[];
  /** Oldest first. */
  readonly events: readonly AuditEventView[];
}

type Reader = Pick<Services, "storage" | "cipher" | "credentialBackends">;

const PAGE = 200;
/** So many of the newest events may not have been all there when they were read. */
const AGAIN = 300;
const ALL = 10_000;

/** The audit log, oldest first; reads only what was not read before. */
export class AuditTrail {
  readonly #storage: Services["storage"];
  #events: AuditEventView[] = [];

  constructor(storage: Services["storage"]) {
    this.#storage = storage;
  }

  async read(): Promise<readonly AuditEventView[]> {
    // PostgreSQL numbers events when they are written, and shows them when they are committed: one with a smaller
    // number may come after a greater one, so the newest are read again each time.
    const known = this.#events.at(-AGAIN)?.seq ?? 0;
    const fresh: AuditEventView[] = [];
    let cursor: string | null = null;
    do {
      const page = await this.#storage.audit.search(auditQuerySchema.parse({ limit: PAGE, cursor }));
      const news = page.events.filter((event) => event.seq > known);
      fresh.push(...news);
      cursor = news.length === page.events.length ? page.nextCursor : null;
    } while (cursor !== null);
    this.#events = [...this.#events.filter(({ seq }) => seq <= known), ...fresh.reverse()];
    return this.#events;
  }
}

/** Reads and decrypts all that is stored for a connection. */
export async function readConnectionFacts(
  reader: Reader,
  trail: readonly AuditEventView[],
  connectionId: string,
  person: string,
): Promise<ConnectionFacts> {
  const { storage } = reader;
  const connection = await storage.connections.byId(connectionId);
  if (connection === null) throw new Error(`The connection of ${person} is gone`);
  const session = await storage.brokerSessions.byConnection(connectionId);
  const unreadable: string[] = [];
  let heldHash: string | null = null;
  if (session !== null) {
    try {
      const { refreshToken } = await openSession(reader, storage, session);
      heldHash = refreshToken === null ? null : hashOf(refreshToken.reveal());
    } catch {
      unreadable.push("session");
    }
  }
  for (const { name } of await storage.credentials.listOf(connectionId)) {
    try {
      await readCredential(reader, storage, connection, name);
    } catch {
      unreadable.push(name);
    }
  }
  return {
    connection,
    person,
    session,
    heldHash,
    unreadable,
    attempts: await storage.loginAttempts.recentOf(connectionId, ALL),
    events: trail.filter(
      ({ targetId, details }) => targetId === connectionId || details["connectionId"] === connectionId,
    ),
  };
}
