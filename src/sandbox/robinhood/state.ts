/** The life of a challenge. `replaced` is a prompt for which a text message was asked instead. */
export type ChallengeStatus = "issued" | "validated" | "failed" | "denied" | "expired" | "replaced";
export type ChallengeType = "prompt" | "sms" | "email" | "app";

export interface Challenge {
  id: string;
  person: string;
  /** Null for the older challenge, which belongs to no workflow. */
  workflowId: string | null;
  type: ChallengeType;
  status: ChallengeStatus;
  /** The code of a text message or e-mail; an authenticator app has none of its own. */
  code: string | null;
  issuedAt: Date;
  deliveredAt: Date;
  expiresAt: Date;
  updatedAt: Date;
  remainingAttempts: number;
  remainingRetries: number;
  polls: Date[];
}

export interface Workflow {
  id: string;
  person: string;
  deviceToken: string;
  requestId: string | null;
  status: "pending" | "approved" | "denied" | "consumed";
  challengeId: string | null;
  views: number;
}

/** What pathfinder makes of a workflow: the id that its inquiries go by. */
export interface Machine {
  id: string;
  workflowId: string;
  deviceId: string | null;
}

export interface BrokerSession {
  id: string;
  person: string;
  deviceToken: string;
  startedAt: Date;
  refreshedAt: Date;
  ended: boolean;
}

export interface AccessToken {
  sessionId: string;
  scope: "internal" | "read";
  expiresAt: Date;
  revoked: boolean;
}

export interface RefreshToken {
  sessionId: string;
  expiresAt: Date;
  spent: boolean;
  revoked: boolean;
}

/** Wrong passwords and codes in a row, and until when the account answers 429 to everything. */
export interface LoginGuard {
  failures: number;
  lockedUntil: Date | null;
}

/** Everything the simulated broker remembers about logins. */
export class RobinhoodState {
  readonly challenges = new Map<string, Challenge>();
  readonly workflows = new Map<string, Workflow>();
  readonly machines = new Map<string, Machine>();
  readonly sessions = new Map<string, BrokerSession>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly refreshTokens = new Map<string, RefreshToken>();
  readonly guards = new Map<string, LoginGuard>();
  readonly #trustedDevices: Set<string>;
  #serial: number;

  constructor(serial = 0, trustedDevices: readonly string[] = []) {
    this.#serial = serial;
    this.#trustedDevices = new Set(trustedDevices);
  }

  get serial(): number {
    return this.#serial;
  }

  get trustedDevices(): string[] {
    return [...this.#trustedDevices];
  }

  /** A number that names the next thing made, so that equal runs make equal ids. */
  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  trust(person: string, deviceToken: string): void {
    this.#trustedDevices.add(`${person} ${deviceToken}`);
  }

  trusts(person: string, deviceToken: string): boolean {
    return this.#trustedDevices.has(`${person} ${deviceToken}`);
  }

  guard(person: string): LoginGuard {
    const held = this.guards.get(person) ?? { failures: 0, lockedUntil: null };
    this.guards.set(person, held);
    return held;
  }

  sessionsOf(person: string): BrokerSession[] {
    return [...this.sessions.values()].filter((session) => session.person === person);
  }

  challengesOf(person: string): Challenge[] {
    return [...this.challenges.values()].filter((challenge) => challenge.person === person);
  }
}
