import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import type { FlightDetails, FlightRecordKind, FlightRecordView } from "@/shared/schemas/flight-record";

type Described = Pick<FlightRecordView, "kind" | "details">;

/** One line of the timeline in words. */
interface FlightLine {
  readonly title: string;
  /** What was sent, such as `GET /accounts/`; null where nothing was. */
  readonly request: string | null;
  readonly facts: readonly string[];
  readonly isTrouble: boolean;
}

const TITLE: Record<FlightRecordKind, string> = {
  call: "Request",
  call_refused: "Request held back",
  proxied_call: "Call of a program",
  wait: "Wait",
  lease_taken: "Took the lease: no other process acts meanwhile",
  lease_lost: "Lost the lease to another process",
  breaker_opened: "Broker not asked for a while",
  breaker_probe: "One request tries whether the broker is back",
  breaker_closed: "Broker is back",
  refresh_began: "Renewal began",
  refresh_ended: "Renewal ended",
  restore_ended: "Session taken up again",
  keep_alive_ended: "Keep-alive ended",
  login_began: "Sign-in began",
  login_step: "Sign-in went on",
  login_ended: "Sign-in ended",
  state: "State changed",
  keeper: "Keeper",
};

/** What a call is for. */
export const CALL_KIND: Readonly<Record<string, string>> = {
  login: "sign-in",
  refresh: "renewal",
  read: "reading",
  trade: "trading",
  logout: "sign-out",
};

/** Outcomes that are no failure. */
const FINE: ReadonlySet<unknown> = new Set([
  "succeeded",
  "cancelled",
  "skipped",
  "unchanged",
  "done",
  "brokered",
]);

/** Ids join lines for a program; to a person they say nothing. */
const UNSPOKEN = new Set(["loginId", "sessionId", "method", "route"]);

/** Whether something did not go as it should. A broker's 4xx to a sign-in is mostly its way to ask for a proof. */
export function isTrouble({ kind, details }: Described): boolean {
  const { status, code, outcome } = details;
  switch (kind) {
    case "call":
      if (typeof code === "string") return true;
      return (
        typeof status === "number" &&
        (status >= 500 || status === 429 || (status >= 400 && details["kind"] !== "login"))
      );
    case "call_refused":
    case "lease_lost":
    case "breaker_opened":
      return true;
    case "login_step":
      return typeof code === "string" || details["rejected"] === true || details["dropped"] !== undefined;
    case "state":
      return details["health"] === "locked" || typeof code === "string";
    default:
      return typeof code === "string" || (outcome !== undefined && !FINE.has(outcome));
  }
}

/** A line of the timeline in words. Details without words of their own are shown by their name. */
export function describeRecord(record: Described): FlightLine {
  const { kind, details } = record;
  const { method, route } = details;
  const said = Object.entries(details).filter(([name, value]) => !isPlain(name, value, details));
  return {
    title: TITLE[kind],
    request: typeof method === "string" && typeof route === "string" ? `${method} ${route}` : null,
    facts: said.flatMap(([name, value]) => factOf(name, value) ?? []),
    isTrouble: isTrouble(record),
  };
}

/** What goes without saying: that all is well, and that a state stayed as it was. */
function isPlain(name: string, value: FlightDetails[string], { from, to }: FlightDetails): boolean {
  if (name === "health") return value === "ok";
  return (name === "from" || name === "to") && from === to;
}

function factOf(name: string, value: FlightDetails[string]): string | null {
  if (value === null || value === false || UNSPOKEN.has(name)) return null;
  const known = KNOWN[name]?.(value);
  if (known !== undefined) return known;
  return value === true
    ? wordsOf(name)
    : `${wordsOf(name)} ${typeof value === "string" ? wordsOf(value) : value}`;
}

const KNOWN: Readonly<Record<string, (value: string | number | true) => string>> = {
  kind: (value) => `for ${CALL_KIND[String(value)] ?? value}`,
  apiToken: (value) => `by the token ${value}`,
  status: (value) => `answered ${value}`,
  tookMs: (value) => `took ${formatMilliseconds(Number(value))}`,
  waitMs: (value) => formatMilliseconds(Number(value)),
  retryAfterSeconds: (value) => `possible again in ${value} s`,
  code: (value) => messageOfCode(String(value)),
  reason: (value) => REASON[String(value)] ?? textOf(String(value)),
  heldBackBy: (value) => `held back: ${textOf(String(value))}`,
  task: (value) => wordsOf(String(value)),
  trigger: (value) => TRIGGER[String(value)] ?? wordsOf(String(value)),
  answerLost: () => "an earlier answer may have been lost",
  outcome: (value) => wordsOf(String(value)),
  event: (value) => wordsOf(String(value)),
  from: (value) => `from ${wordsOf(String(value))}`,
  to: (value) => `to ${wordsOf(String(value))}`,
  rejected: () => "the code was refused",
  dropped: () => "the answer came too late and was dropped",
  expiresAt: (value) => `good until ${timeOf(String(value))}`,
  openUntil: (value) => `until ${timeOf(String(value))}`,
};

const REASON: Readonly<Record<string, string>> = {
  budget: "for a free place among the requests of this minute",
  retry: "before the next try",
  lease: "for another process to finish",
};

const TRIGGER: Readonly<Record<string, string>> = {
  keeper: "wanted by the keeper",
  call: "wanted by a call that was refused",
  person: "wanted by a person",
};

/** A code in its sentence, anything else in its own words. */
function textOf(text: string): string {
  return Object.hasOwn(ERROR_CODES, text) ? messageOfCode(text) : wordsOf(text);
}

/** The code's sentence and number; the code itself where this page does not know it. */
export function messageOfCode(code: string): string {
  if (!Object.hasOwn(ERROR_CODES, code)) return code;
  const { message, number } = ERROR_CODES[code as ErrorCode];
  return `${message} (${number})`;
}

/** `needs_person` and `failedDays` as `needs person` and `failed days`. */
export function wordsOf(name: string): string {
  if (/[^A-Za-z_]/.test(name)) return timeOf(name);
  return name
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

/** A time to the second in UTC, as the log has it; any other text as it is. */
function timeOf(text: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 19)} UTC` : text;
}

/** `240 ms`, `1.2 s`, `4 min 5 s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
