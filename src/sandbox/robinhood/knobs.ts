import { z } from "zod";

const seconds = z.coerce.number().int().min(1).max(10_000_000);
const times = z.coerce.number().int().min(0).max(1000);
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

/** The settings of the simulated broker. Each holds for everyone, or for one person who has a value of their own. */
const knobsSchema = z.strictObject({
  /** A device that was approved is asked again all the same. */
  alwaysAsk: flag.default(false),
  /** How a new device is approved, in place of what the person has. */
  approval: z.enum(["person", "prompt", "sms", "email", "app", "none"]).default("person"),
  /** Which workflow interfaces answer, in place of what the person has. */
  flow: z.enum(["person", "both", "pathfinder", "identi"]).default("person"),
  challengeLifeSeconds: seconds.default(300),
  codeAttempts: z.coerce.number().int().min(1).max(20).default(3),
  /** Text messages and e-mails arrive this much later than they are sent. */
  codeDelaySeconds: times.default(0),
  /** The prompt is approved by itself at this poll; 0 is never. */
  approveAfterPolls: times.default(0),
  /** The workflow's page has no challenge yet for so many views. */
  viewsBeforeChallenge: times.default(0),
  /** The workflow can only be continued by the device that asked for the token. */
  bindApprovalToDevice: flag.default(false),
  /** A workflow shows a page with an error text in place of a challenge. */
  workflowErrorPage: flag.default(false),
  /** More prompt polls than this in a minute are throttled; 0 is no limit. */
  promptPollsPerMinute: times.default(0),
  /** A refresh gives a new refresh token and spends the old one. */
  rotateRefresh: flag.default(true),
  /** Replies without a refresh token: those to a refresh, where the old one stays good, or every one. */
  omitRefreshToken: z.enum(["never", "refresh", "always"]).default("never"),
  /** A refresh token used twice ends the whole session. */
  refreshReuseEndsSession: flag.default(false),
  refreshLifeSeconds: seconds.default(30 * 86_400),
  /** The life of an access token, whatever the client asks for. */
  tokenLifeSeconds: seconds.nullable().default(null),
  /** A refresh is answered with a device approval: the refresh token is dead. */
  workflowOnRefresh: flag.default(false),
  /** Revoking one token ends the session it belongs to. */
  revokeEndsSession: flag.default(false),
  /** So many failed logins lock the whole account. */
  failedLoginsBeforeLock: z.coerce.number().int().min(1).max(1000).default(3),
  lockSeconds: seconds.default(600),
  /** Answers 429 carry a Retry-After header. */
  throttleWithRetryAfter: flag.default(false),
  /** A path without its last slash is redirected (301), else answered at once. */
  slashRedirects: flag.default(true),
  pageSize: z.coerce.number().int().min(1).max(1000).default(100),
  /** How many positions the account of many has. */
  positions: z.coerce.number().int().min(0).max(5000).default(1000),
  /** Quotes and portfolios have prices of the extended hours. */
  extendedHours: flag.default(false),
});

export type Knobs = z.infer<typeof knobsSchema>;

const defaultKnobs = knobsSchema.parse({});
const changesSchema = knobsSchema.partial();
type KnobChanges = Partial<Knobs>;

/** Holds the settings in force: those given at the start, changes for everyone, changes for one person. */
export class KnobStore {
  readonly #initial: KnobChanges;
  #forEveryone: KnobChanges = {};
  #forPerson = new Map<string, KnobChanges>();

  constructor(initial: unknown = {}) {
    this.#initial = parseChanges(initial);
  }

  for(person: string | null): Knobs {
    const own = person === null ? {} : (this.#forPerson.get(person) ?? {});
    return { ...defaultKnobs, ...this.#initial, ...this.#forEveryone, ...own };
  }

  /** Throws a ZodError for an unknown name or an impossible value, and then changes nothing. */
  set(changes: unknown, person?: string): void {
    const parsed = parseChanges(changes);
    if (person === undefined) this.#forEveryone = { ...this.#forEveryone, ...parsed };
    else this.#forPerson.set(person, { ...this.#forPerson.get(person), ...parsed });
  }

  reset(person?: string): void {
    if (person !== undefined) {
      this.#forPerson.delete(person);
      return;
    }
    this.#forEveryone = {};
    this.#forPerson.clear();
  }
}

/** Only the values that were given, without the defaults of the others. */
function parseChanges(changes: unknown): KnobChanges {
  const parsed = changesSchema.parse(changes);
  const given = new Set(Object.keys(z.record(z.string(), z.unknown()).parse(changes)));
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => given.has(name)));
}
