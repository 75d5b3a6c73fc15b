/** One request that reached the sandbox. It holds no query, header, body or secret part of the path. */
export interface LoggedRequest {
  number: number;
  at: string;
  method: string;
  /** The pattern of the route, such as `/push/:challenge/get_prompts_status/`. */
  route: string;
  /** The path with what is secret in it (ids of workflows and challenges) as `…`. */
  path: string;
  person: string | null;
  /** The grant type of a token call. */
  grant: string | null;
  /** Null where the connection was reset instead of answered. */
  status: number | null;
  fault: string | null;
  /** False where a reset came before anything was done. */
  processed: boolean;
}

export interface LogFilter {
  person?: string | undefined;
  method?: string | undefined;
  route?: string | undefined;
  grant?: string | undefined;
}

const keptRequests = 5000;
const secretParams = new Set(["workflow", "machine", "challenge"]);

/** The last requests, for a person to read and for tests to count. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #next = 1;

  add(entry: Omit<LoggedRequest, "number">): void {
    this.#entries.push({ number: this.#next, ...entry });
    this.#next += 1;
    if (this.#entries.length > keptRequests) this.#entries.shift();
  }

  list(filter: LogFilter = {}): LoggedRequest[] {
    return this.#entries.filter(
      (entry) =>
        (filter.person === undefined || entry.person === filter.person) &&
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.route === undefined || entry.route === filter.route) &&
        (filter.grant === undefined || entry.grant === filter.grant),
    );
  }

  /** How often each route was asked, under keys such as `POST /oauth2/token/ refresh_token`. */
  counters(filter: LogFilter = {}): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const entry of this.list(filter)) {
      const key = [entry.method, entry.route, entry.grant].filter((part) => part !== null).join(" ");
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  clear(): void {
    this.#entries = [];
    this.#next = 1;
  }
}

/** The path of a matched route with the values of its secret parameters blotted out. */
export function loggablePath(pattern: string, params: Readonly<Record<string, string>>): string {
  return pattern
    .split("/")
    .map((segment) => {
      if (!segment.startsWith(":")) return segment;
      const name = segment.slice(1);
      return secretParams.has(name) ? "…" : (params[name] ?? "");
    })
    .join("/");
}
