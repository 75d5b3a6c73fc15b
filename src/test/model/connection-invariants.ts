import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import type { BrokerSessionRecord, ConnectionRecord, FlightRecord } from "@/server/storage/records";
import { type AuditEventView, auditQuerySchema } from "@/shared/schemas/audit";
import type { ModelWorld, Slot } from "@/test/model/model-world";
import { SilenceRule } from "@/test/model/silence-rule";
import type { TokenFamily } from "@/test/model/token-ledger";
import { EVENTS_OF_MOVE, LOOKS } from "@/test/model/transition-events";

/** The longest that a lease of a dead process may lie ahead. */
const LONGEST_LEASE_MS = 30_000;

/** The rules that hold whenever nothing is running, whatever happened before. */
export class ConnectionInvariants {
  readonly #world: ModelWorld;
  readonly #silence: SilenceRule;
  #auditSeq = 0;
  #flightSeq = 0;
  /** The token families of the sessions that were usable when last looked at. */
  readonly #usable = new Map<string, TokenFamily>();

  constructor(world: ModelWorld) {
    this.#world = world;
    this.#silence = new SilenceRule(world);
  }

  /** Throws with a sentence for each rule that is broken. */
  async check(slots: readonly Slot[]): Promise<void> {
    const { ledger } = this.#world.witness;
    const broken = ledger.takeBroken();
    const events = await this.#newEvents();
    const flights: FlightRecord[] = [];
    for (const slot of slots) {
      const fresh = await this.#newFlights(slot.connectionId);
      flights.push(...fresh);
      broken.push(...(await this.#checkSlot(slot, events, fresh)));
    }
    this.#flightSeq = Math.max(this.#flightSeq, ...flights.map((record) => record.seq));
    broken.push(...(await this.#silence.check(events, flights)));
    ledger.settle();
    if (broken.length > 0) throw new Error(`Rules broken:\n- ${broken.join("\n- ")}`);
  }

  async #checkSlot(
    { who, connectionId }: Slot,
    events: readonly AuditEventView[],
    flights: readonly FlightRecord[],
  ): Promise<string[]> {
    const { storage } = this.#world.database;
    const connection = await storage.connections.byId(connectionId);
    const session = await storage.brokerSessions.byConnection(connectionId);
    const about = events.filter(
      (event) => event.targetId === connectionId || event.details["connectionId"] === connectionId,
    );
    if (connection === null) return session === null ? [] : [`${who}: a session outlived its connection`];
    const { services } = this.#world.process(0).install;
    const secrets = session === null ? null : await openSession(services, storage, session);
    const family = this.#world.witness.ledger.familyOf(secrets?.accessToken.reveal());
    return [
      ...checkLook(connection),
      ...(await this.#checkLogin(connection)),
      ...this.#checkSession(connection, session, secrets, family),
      ...(await this.#checkLost(connection, family, about)),
      ...checkMoves(flights, about),
    ].map((sentence) => `${who} (${connection.status}, ${connection.health}): ${sentence}`);
  }

  async #checkLogin(connection: ConnectionRecord): Promise<string[]> {
    const attempt = await this.#world.database.storage.loginAttempts.openOf(connection.id);
    const isOpen = connection.status === "connecting" || connection.status === "challenge";
    return [
      ...(isOpen === (attempt !== null) ? [] : [`an open login is ${attempt === null ? "missing" : "left"}`]),
      ...(attempt === null ? [] : this.#checkLease(attempt)),
    ];
  }

  /** A connection that says connected has a session with which it can go on, or says that the person is needed. */
  #checkSession(
    { status, health }: ConnectionRecord,
    session: BrokerSessionRecord | null,
    secrets: BrokerSessionSecrets | null,
    family: TokenFamily | null,
  ): string[] {
    if (session === null || secrets === null) {
      return status === "connected" ? ["connected without a session"] : [];
    }
    const broken = this.#checkLease(session);
    if (status === "disconnected") broken.push("a session is left");
    if (status !== "connected") return broken;
    const canGoOn = session.expiresAt > this.#world.now() || session.refreshable;
    // Where a process died while its person ended the session, a keeper comes soon and ends it.
    if (session.status === "invalid" && this.#world.kills > 0) return broken;
    if (session.status !== "active") broken.push(`its session is ${session.status}`);
    if (!canGoOn && health !== "needs_person") broken.push("its session ended and can't be renewed");
    if (session.refreshable && secrets.refreshToken === null) broken.push("it has no refresh token");
    if (family === null) return [...broken, "its tokens are not the broker's"];
    const isNewest = secrets.refreshToken?.reveal() === (family.refreshToken ?? undefined);
    if (!isNewest && !family.mayHaveLost) broken.push("a refresh token that was given is lost");
    return broken;
  }

  /** A lease is free, or was left by a process that died and soon lapses. */
  #checkLease({ leaseToken, leaseUntil }: Pick<BrokerSessionRecord, "leaseToken" | "leaseUntil">): string[] {
    if (leaseToken === null) return [];
    if (this.#world.kills === 0) return ["a lease is left, and nobody died"];
    const latest = this.#world.now().getTime() + this.#world.backSeconds * 1000 + LONGEST_LEASE_MS;
    return leaseUntil === null || leaseUntil.getTime() > latest ? ["a lease never lapses"] : [];
  }

  /** A session ends by the person's wish or by the broker's word: never one that the broker would still renew. */
  async #checkLost(
    connection: ConnectionRecord,
    family: TokenFamily | null,
    about: readonly AuditEventView[],
  ): Promise<string[]> {
    const before = this.#usable.get(connection.id);
    this.#usable.delete(connection.id);
    if (connection.status === "connected" && family !== null) {
      this.#usable.set(connection.id, family);
      return [];
    }
    const ended =
      connection.status === "expired" && about.every((event) => event.eventType !== "LOGIN_STARTED");
    if (before === undefined || !ended || before.refusedToRenew || before.refusedWhenNew) return [];
    const answer = await this.#world.witness.ask("/oauth2/token/", {
      client_id: "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS",
      grant_type: "refresh_token",
      refresh_token: before.refreshToken ?? "",
      scope: "internal",
    });
    return answer.status === 200 ? ["a session was ended that the broker would have renewed"] : [];
  }

  async #newEvents(): Promise<AuditEventView[]> {
    const query = auditQuerySchema.parse({ limit: 200 });
    const { events } = await this.#world.database.storage.audit.search(query);
    const fresh = events.filter((event) => event.seq > this.#auditSeq);
    this.#auditSeq = Math.max(this.#auditSeq, ...fresh.map((event) => event.seq));
    return fresh;
  }

  async #newFlights(connectionId: string): Promise<FlightRecord[]> {
    const records = await this.#world.database.storage.flightRecords.pageOf(connectionId, 200, null);
    return records.filter((record) => record.seq > this.#flightSeq);
  }
}

/** Status, health, next action, reason and pause agree. */
function checkLook({ status, health, nextAction, errorCode, notBefore }: ConnectionRecord): string[] {
  const look = LOOKS[status].find((one) => one.health === health && one.nextAction.includes(nextAction));
  const fits = look !== undefined && look.code === (errorCode !== null);
  return [
    ...(fits ? [] : [`next action ${nextAction} with code ${errorCode} does not fit`]),
    ...((notBefore !== null) === (health === "locked") ? [] : ["notBefore does not fit"]),
  ];
}

/** No act without its event: each move stands beside an audit event of the same request. */
function checkMoves(flights: readonly FlightRecord[], about: readonly AuditEventView[]): string[] {
  return flights.flatMap(({ kind, flightId, details }) => {
    if (kind !== "state") return [];
    const move = Object.entries(EVENTS_OF_MOVE).find(([type]) => type === details["event"]);
    if (move === undefined) return [`an unknown move ${String(details["event"])}`];
    const [type, wanted] = move;
    const told = about.filter((event) => event.requestId === flightId);
    const isTold = wanted.length === 0 || told.some((event) => wanted.includes(event.eventType));
    return isTold ? [] : [`${type} without its event`];
  });
}
