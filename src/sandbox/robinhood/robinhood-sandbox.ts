import { generateSync } from "otplib";
import type { ChallengeAction, PersonView, SandboxBroker } from "../broker";
import type { SandboxClock } from "../clock";
import { type SandboxRequest, textField } from "../http/exchange";
import type { FaultList } from "../http/faults";
import type { Router } from "../http/router";
import { SeededRandom } from "../seeded-random";
import { aged, settle } from "./challenge";
import { KnobStore } from "./knobs";
import { lockedForSeconds } from "./login-guard";
import {
  type Person,
  passwordOf,
  people,
  personByKey,
  personByUsername,
  phoneNumberOf,
  usernameOf,
} from "./people";
import { AccountBook } from "./portfolio/account-book";
import { addRobinhoodRoutes } from "./routes";
import { hasLiveToken, personOfToken } from "./sessions";
import { type Challenge, RobinhoodState } from "./state";
import { readSnapshot, takeSnapshot } from "./state-snapshot";
import { secondsAfter, type World } from "./world";

export interface RobinhoodOptions {
  clock: SandboxClock;
  faults: FaultList;
  seed: string;
  /** Knobs as they are at the start and after `resetKnobs`. */
  knobs?: unknown;
}

/** Robinhood's side: api, identi and bonfire behind one address. */
export class RobinhoodSandbox implements SandboxBroker {
  readonly id = "robinhood";
  readonly #world: World;
  #book: AccountBook;

  constructor(options: RobinhoodOptions) {
    const random = new SeededRandom(options.seed);
    const startedAt = options.clock.now();
    this.#world = {
      clock: options.clock,
      faults: options.faults,
      knobs: new KnobStore(options.knobs),
      random,
      state: new RobinhoodState(),
      startedAt,
    };
    this.#book = new AccountBook(random, startedAt);
  }

  addRoutes(router: Router): void {
    addRobinhoodRoutes(router, this.#world, () => this.#book);
  }

  personOf(request: SandboxRequest): string | null {
    const { state } = this.#world;
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const machine = state.machines.get(request.params["machine"] ?? "");
    const workflow = state.workflows.get(
      request.params["workflow"] ?? machine?.workflowId ?? workflowInBody(request),
    );
    return (
      personOfToken(this.#world, bearer) ??
      workflow?.person ??
      state.challenges.get(request.params["challenge"] ?? "")?.person ??
      personByUsername(textField(request.fields, "username") ?? "")?.key ??
      personOfToken(this.#world, textField(request.fields, "refresh_token") ?? "") ??
      personOfToken(this.#world, textField(request.fields, "token") ?? "")
    );
  }

  people(): PersonView[] {
    return people.map((person) => this.#view(person));
  }

  person(key: string): PersonView | null {
    const person = personByKey(key);
    return person === null ? null : this.#view(person);
  }

  act(key: string, action: ChallengeAction, challengeId?: string): boolean {
    const pending = this.#pending(key);
    const challenge =
      challengeId === undefined ? pending.at(-1) : pending.find((waiting) => waiting.id === challengeId);
    if (challenge === undefined) return false;
    const statuses = { approve: "validated", deny: "denied", expire: "expired" } as const;
    settle(this.#world, challenge, statuses[action]);
    return true;
  }

  endSessions(key: string): number {
    const live = this.#world.state.sessionsOf(key).filter((session) => !session.ended);
    for (const session of live) session.ended = true;
    return live.length;
  }

  lock(key: string, seconds: number): void {
    const now = this.#world.clock.now();
    this.#world.state.guard(key).lockedUntil = seconds > 0 ? secondsAfter(now, seconds) : null;
  }

  knobs(person?: string): Record<string, unknown> {
    return { ...this.#world.knobs.for(person ?? null) };
  }

  setKnobs(values: unknown, person?: string): void {
    this.#world.knobs.set(values, person);
  }

  resetKnobs(person?: string): void {
    this.#world.knobs.reset(person);
  }

  snapshot(): unknown {
    return takeSnapshot(this.#world.state, this.#world.startedAt);
  }

  restore(snapshot: unknown): void {
    const { state, startedAt } = readSnapshot(snapshot);
    this.#world.state = state;
    this.#world.startedAt = startedAt;
    this.#book = new AccountBook(this.#world.random, startedAt);
  }

  reset(seed: string): void {
    this.#world.random = new SeededRandom(seed);
    this.#world.state = new RobinhoodState();
    this.#world.startedAt = this.#world.clock.now();
    this.#book = new AccountBook(this.#world.random, this.#world.startedAt);
  }

  #pending(key: string): Challenge[] {
    const challenges = this.#world.state.challengesOf(key);
    return challenges.filter((challenge) => aged(this.#world, challenge).status === "issued");
  }

  #view(person: Person): PersonView {
    const now = this.#world.clock.now();
    const locked = lockedForSeconds(this.#world, person.key);
    const arrived = this.#world.state
      .challengesOf(person.key)
      .filter((challenge) => challenge.code !== null && challenge.deliveredAt <= now);
    return {
      key: person.key,
      name: person.name,
      broker: this.id,
      username: usernameOf(person),
      password: passwordOf(person),
      about: person.about,
      phoneNumber: phoneNumberOf(person),
      lockedUntil: locked === null ? null : secondsAfter(now, locked).toISOString(),
      pending: this.#pending(person.key).map((challenge) => ({
        id: challenge.id,
        type: challenge.type,
        status: challenge.status,
        issuedAt: challenge.issuedAt.toISOString(),
        expiresAt: challenge.expiresAt.toISOString(),
        remainingAttempts: challenge.remainingAttempts,
      })),
      messages: arrived.map((challenge) => ({
        id: challenge.id,
        kind: challenge.type === "email" ? "email" : "sms",
        at: challenge.deliveredAt.toISOString(),
        text: `${challenge.code} is your sandbox verification code. Nobody will ever ask you for it.`,
        code: challenge.code ?? "",
      })),
      authenticator: authenticatorOf(person, now),
      liveSessions: this.#world.state
        .sessionsOf(person.key)
        .filter((session) => hasLiveToken(this.#world, session)).length,
    };
  }
}

function authenticatorOf(person: Person, now: Date): PersonView["authenticator"] {
  if (person.totpSecret === null) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  return {
    secret: person.totpSecret,
    code: generateSync({ secret: person.totpSecret, epoch }),
    changesAt: new Date((Math.floor(epoch / 30) + 1) * 30_000).toISOString(),
  };
}

function workflowInBody(request: SandboxRequest): string {
  const input = request.fields["input"];
  const id = typeof input === "object" && input !== null && "workflow_id" in input ? input.workflow_id : null;
  return typeof id === "string" ? id : "";
}
