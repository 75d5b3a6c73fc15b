import type { Socket } from "node:net";
import { z } from "zod";

const grantedSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).nullish(),
  read_only_secondary_access_token: z.string().min(1).nullish(),
});

/** All tokens that one login led to, through every refresh. */
export interface TokenFamily {
  readonly id: number;
  /** The newest tokens whose reply went out whole; null before. */
  refreshToken: string | null;
  accessTokens: readonly string[];
  /** The broker has said that the refresh token is no good. */
  refusedToRenew: boolean;
  /** The newest access tokens have brought data. */
  served: boolean;
  /** They were refused before they ever did. */
  refusedWhenNew: boolean;
  /** A process died with what it had been given. */
  mayHaveLost: boolean;
}

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly bearer: string | null;
  readonly form: URLSearchParams;
  readonly connection: Socket;
}

interface RefreshCall {
  readonly token: string;
  readonly family: TokenFamily;
  readonly connection: Socket;
  outcome: "under_way" | "granted" | "kept" | "refused" | "declined" | "lost";
  underWay: boolean;
}

/** What follows a request through its life. */
interface Following {
  answered(status: number, text: string, whole: boolean): void;
  lost(): void;
  over(): void;
}

/** The broker's book of who was given which token, and what became of each exchange. */
export class TokenLedger {
  readonly #families = new Map<string, TokenFamily>();
  #refreshes: RefreshCall[] = [];
  #secrets = new Set<string>();
  #broken: string[] = [];
  #settled = 0;
  #next = 1;

  /** Everything that must never be read anywhere: tokens and passwords. */
  get secrets(): ReadonlySet<string> {
    return this.#secrets;
  }

  /** Exchanges so far. */
  get refreshCount(): number {
    return this.#refreshes.length;
  }

  /** The rules that were broken since the last call, a sentence each. */
  takeBroken(): string[] {
    return this.#broken.splice(0);
  }

  familyOf(token: string | null | undefined): TokenFamily | null {
    return this.#families.get(token ?? "") ?? null;
  }

  /** All is quiet: what was answered up to now was written down, or never will be. */
  settle(): void {
    this.#settled = this.#refreshes.length;
  }

  /** A process died: nobody can say which replies since all was quiet it still wrote down. */
  forgive(): void {
    for (const call of this.#refreshes.slice(this.#settled)) {
      call.underWay = false;
      call.outcome = "lost";
      call.family.mayHaveLost = true;
    }
  }

  clear(): void {
    this.#families.clear();
    this.#refreshes = [];
    this.#secrets = new Set();
    this.#broken = [];
    this.#settled = 0;
  }

  /** Whatever else must stay secret, such as a password. */
  keepSecret(text: string): void {
    this.#secrets.add(text);
  }

  begin(request: SeenRequest): Following {
    const nothing = { answered: () => undefined, lost: () => undefined, over: () => undefined };
    const grant = request.form.get("grant_type");
    if (grant === "password") return { ...nothing, answered: (...reply) => this.#loginAnswered(reply) };
    if (grant === "refresh_token") return this.#beginRefresh(request);
    if (request.method !== "GET" || request.bearer === null) return nothing;
    const { bearer } = request;
    return { ...nothing, answered: (status) => this.#dataAnswered(bearer, status) };
  }

  #beginRefresh({ form, connection }: SeenRequest): Following {
    const token = form.get("refresh_token") ?? "";
    const family = this.#families.get(token) ?? this.#newFamily();
    const earlier = this.#refreshes.filter((call) => call.token === token);
    const alive = this.#refreshes.filter((call) => call.underWay && !call.connection.destroyed);
    if (alive.some((call) => call.family === family)) {
      this.#broken.push(`two refreshes of session ${family.id} were under way at once`);
    }
    if (earlier.some((call) => call.outcome === "refused")) {
      this.#broken.push(`a refresh token of session ${family.id} was sent again after the broker refused it`);
    }
    if (earlier.some((call) => call.outcome === "granted" && !call.connection.destroyed)) {
      this.#broken.push(`a spent refresh token of session ${family.id} was sent again`);
    }
    const call: RefreshCall = { token, family, connection, outcome: "under_way", underWay: true };
    this.#refreshes.push(call);
    return {
      answered: (...reply) => {
        call.outcome = this.#refreshAnswered(call, reply);
      },
      lost: () => {
        call.outcome = "lost";
      },
      over: () => {
        call.underWay = false;
      },
    };
  }

  #refreshAnswered(
    { token, family }: RefreshCall,
    reply: Parameters<Following["answered"]>,
  ): RefreshCall["outcome"] {
    const [status, text, whole] = reply;
    if (
      status === 400 ||
      status === 401 ||
      text.includes("invalid_grant") ||
      text.includes("verification_workflow")
    ) {
      family.refusedToRenew = true;
      // A refusal that broke off on its way is one that nobody read.
      return whole ? "refused" : "lost";
    }
    if (status !== 200) return "declined";
    if (!this.#grant(family, reply)) return "lost";
    return family.refreshToken === token ? "kept" : "granted";
  }

  #loginAnswered(reply: Parameters<Following["answered"]>): void {
    if (reply[0] === 200) this.#grant(this.#newFamily(), reply);
  }

  /** Notes the tokens of a reply; false where nobody can have read them. */
  #grant(family: TokenFamily, [, text, whole]: Parameters<Following["answered"]>): boolean {
    for (const [, token = ""] of text.matchAll(/_token"\s*:\s*"([^"]+)"/g)) {
      this.#secrets.add(token);
      this.#families.set(token, family);
    }
    const reply = whole ? grantedSchema.safeParse(parseJson(text)).data : undefined;
    if (reply === undefined) return false;
    family.refreshToken = reply.refresh_token ?? family.refreshToken;
    family.accessTokens = [reply.access_token, reply.read_only_secondary_access_token ?? reply.access_token];
    family.served = false;
    family.refusedWhenNew = false;
    family.mayHaveLost = false;
    return true;
  }

  #dataAnswered(bearer: string, status: number): void {
    const family = this.familyOf(bearer);
    if (family === null || !family.accessTokens.includes(bearer)) return;
    family.served ||= status === 200;
    family.refusedWhenNew ||= status === 401 && !family.served;
  }

  #newFamily(): TokenFamily {
    const id = this.#next;
    this.#next += 1;
    return {
      id,
      refreshToken: null,
      accessTokens: [],
      refusedToRenew: false,
      served: false,
      refusedWhenNew: false,
      mayHaveLost: false,
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
