import type { RunningSandbox } from "@/sandbox/server";
import { restoreSessions } from "@/server/services/broker-sessions/restore-sessions";
import { addConnection } from "@/server/services/connections/add-connection";
import { answerChallenge } from "@/server/services/connections/answer-challenge";
import { startLogin } from "@/server/services/connections/start-login";
import { switchChallenge } from "@/server/services/connections/switch-challenge";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { type AuditEventView, auditQuerySchema } from "@/shared/schemas/audit";
import type { Shown } from "@/test/drill/drill-row";
import type { TestInstall } from "@/test/test-install";

/** Signs in by the password alone, by a prompt, or by a text message. */
export type DrillSigner = "hana" | "ada" | "ben";

/** The prompt is asked about every 5 s. */
const POLL_SECONDS = 6;
const SHORT_LIFE_SECONDS = 600;
const CELL_MS = 3_600_000;

let cells = 0;

/** A connection of its own for one cell of the table, with all that can be done to it. */
export class DrillStage {
  readonly owner: ServiceContext;
  readonly about: { readonly connectionId: string };
  readonly #install: TestInstall;
  readonly #who: DrillSigner;

  private constructor(install: TestInstall, owner: ServiceContext, who: DrillSigner, connectionId: string) {
    this.#install = install;
    this.owner = owner;
    this.#who = who;
    this.about = { connectionId };
  }

  /** A new person with a new connection; at the broker nothing has happened yet. */
  static async set(install: TestInstall, who: DrillSigner): Promise<DrillStage> {
    const { sandbox, clock, services } = install;
    // Another seed makes other ids: what was delayed in the last cell finds nothing here.
    cells += 1;
    sandbox.control.reset(`cell ${cells}`);
    // An hour apart, so that nothing of another cell is near; tokens end at whole seconds.
    clock.advance(CELL_MS + ((1000 - clock.now().getMilliseconds()) % 1000));
    sandbox.control.clock.set(clock.now());
    const guardKey = services.cipher.fingerprint("login-guard", `robinhood:${who}@example.com`);
    await services.storage.loginGuards.remove(guardKey);
    const owner = await install.contextOf(await install.addPerson());
    const { id } = await addConnection(owner, { broker: "robinhood", label: who, access: "read_only" });
    return new DrillStage(install, owner, who, id);
  }

  /** The same stage as a process sees it that shares the database but waits less for the broker. */
  in(other: TestInstall): DrillStage {
    const { clock } = this.#install;
    other.clock.advance(clock.now().getTime() - other.clock.now().getTime());
    const owner = { ...this.owner, ...other.services };
    return new DrillStage(other, owner, this.#who, this.about.connectionId);
  }

  get sandbox(): RunningSandbox {
    return this.#install.sandbox;
  }

  signIn(): Promise<unknown> {
    const credentials = {
      username: `${this.#who}@example.com`,
      password: `not-a-real-password-${this.#who}`,
    };
    return startLogin(this.owner, { ...this.about, credentials });
  }

  approve(): void {
    this.sandbox.control.act(this.#who, "approve");
  }

  async answer(): Promise<unknown> {
    const code = this.sandbox.control.person(this.#who)?.messages.at(-1)?.code ?? "";
    return answerChallenge(this.owner, {
      ...this.about,
      loginId: await this.#loginId(),
      answer: { kind: "code", code },
    });
  }

  async askForText(): Promise<unknown> {
    return switchChallenge(this.owner, { ...this.about, loginId: await this.#loginId(), to: "sms" });
  }

  async drive(): Promise<void> {
    this.#install.advance(POLL_SECONDS);
    await this.#install.drive();
  }

  async keep(): Promise<void> {
    await this.#install.keep();
  }

  /** As a server that starts. */
  restore(): Promise<void> {
    return restoreSessions(systemContext(this.owner));
  }

  shortenTokens(): void {
    this.sandbox.control.setKnobs({ tokenLifeSeconds: SHORT_LIFE_SECONDS });
  }

  /** From here on new tokens are due, and the old ones still serve. */
  passHalfOfTokens(): void {
    this.#install.advance(SHORT_LIFE_SECONDS / 2 + 1);
  }

  /** The broker takes the access token for a bad one, once. */
  refuseOneCall(): void {
    this.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 1 });
  }

  /** What the connection's page shows. */
  async shown(): Promise<Shown> {
    const row = await this.owner.storage.connections.byId(this.about.connectionId);
    return row === null ? "gone" : `${row.status} ${row.health} ${row.nextAction} ${row.errorCode ?? "-"}`;
  }

  /** Audit events about the connection and its session, oldest first. */
  async events(): Promise<AuditEventView[]> {
    const { connectionId } = this.about;
    const query = auditQuerySchema.parse({ text: connectionId, limit: 100 });
    const { events } = await this.owner.storage.audit.search(query);
    return events
      .filter((event) => event.targetId === connectionId || event.details["connectionId"] === connectionId)
      .toReversed();
  }

  /** A login that goes on would hold the login name in the next cell. */
  async clear(): Promise<void> {
    await this.owner.storage.connections.remove(this.about.connectionId);
  }

  async #loginId(): Promise<string> {
    return (await this.owner.storage.loginAttempts.openOf(this.about.connectionId))?.id ?? "none";
  }
}
