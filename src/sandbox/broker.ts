import type { SandboxRequest } from "./http/exchange";
import type { Router } from "./http/router";

/** A text message or e-mail that a person received. */
export interface PhoneMessage {
  id: string;
  kind: "sms" | "email";
  at: string;
  text: string;
  code: string;
}

/** A challenge that waits for the person: a prompt to tap, or a code to type in elsewhere. */
export interface PendingChallenge {
  id: string;
  type: string;
  status: string;
  issuedAt: string;
  expiresAt: string;
  remainingAttempts: number;
}

/** A made-up person and what is on their phone. Everything in it may be shown: nothing of it is real. */
export interface PersonView {
  key: string;
  name: string;
  broker: string;
  username: string;
  password: string;
  /** One sentence: what signing in as this person exercises. */
  about: string;
  phoneNumber: string;
  lockedUntil: string | null;
  pending: PendingChallenge[];
  messages: PhoneMessage[];
  authenticator: { secret: string; code: string; changesAt: string } | null;
  liveSessions: number;
}

export type ChallengeAction = "approve" | "deny" | "expire";

/** What every simulated broker gives to the server, the control interface and the phone page. */
export interface SandboxBroker {
  readonly id: string;
  addRoutes(router: Router): void;
  /** Whose request it is, by token, user name or workflow; null where that is unknown. */
  personOf(request: SandboxRequest): string | null;
  people(): PersonView[];
  person(key: string): PersonView | null;
  /** Acts on the person's challenge (the newest pending one without an id); false where there is none. */
  act(key: string, action: ChallengeAction, challengeId?: string): boolean;
  /** Ends every session of the person, as removing the device in the broker's app does; gives their number. */
  endSessions(key: string): number;
  lock(key: string, seconds: number): void;
  /** The settings in force, for everyone or, with a person, as they hold for that person. */
  knobs(person?: string): Record<string, unknown>;
  /** Changes settings; throws a ZodError where a name or value is not known. */
  setKnobs(values: unknown, person?: string): void;
  resetKnobs(person?: string): void;
  /** What it remembers of logins, as data that JSON can hold. */
  snapshot(): unknown;
  /** Takes up what `snapshot` gave in an earlier run; throws a ZodError for anything else. */
  restore(snapshot: unknown): void;
  /** Back to the state at the start, under this seed. Knobs are kept as given at the start. */
  reset(seed: string): void;
}
