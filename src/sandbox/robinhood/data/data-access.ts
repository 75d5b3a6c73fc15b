import { detail, type Handler, json, type SandboxReply, type SandboxRequest } from "../../http/exchange";
import { lockedForSeconds, throttled } from "../login-guard";
import type { Account } from "../portfolio/account";
import type { AccountBook } from "../portfolio/account-book";
import { readBearer } from "../sessions";
import type { BrokerSession } from "../state";
import type { World } from "../world";

/** A data call whose token was accepted. */
export interface DataCall {
  world: World;
  book: AccountBook;
  request: SandboxRequest;
  session: BrokerSession;
  person: string;
  /** The person's accounts, the default one first. */
  accounts: Account[];
}

export type DataHandler = (call: DataCall) => SandboxReply;

/** Lets a call through only with a live token, and one that writes only with the full one (sheet 4.4). */
export function withToken(
  world: World,
  book: () => AccountBook,
  access: "read" | "write",
  handle: DataHandler,
): Handler {
  return (request) => {
    const bearer = readBearer(world, request.headers.authorization);
    if (bearer.state === "missing") return detail(401, "Authentication credentials were not provided.");
    if (bearer.state === "unknown") return detail(401, "Invalid bearer token.");
    if (bearer.state === "dead") return detail(401, "Incorrect authentication credentials.");
    const { person, session } = bearer;
    const locked = lockedForSeconds(world, person);
    if (locked !== null) return throttled(world, person, locked);
    if (access === "write" && bearer.scope === "read") {
      return detail(403, "You do not have permission to perform this action.");
    }
    const accounts = book().accountsOf(person, world.knobs.for(person).positions);
    return handle({ world, book: book(), request, session, person, accounts });
  };
}

export function notFound(): SandboxReply {
  return detail(404, "Not found.");
}

/** The accounts that a list call is about: those named in the query, else all or the default one alone. */
export function accountsAsked(call: DataCall, unnamed: "all" | "default" = "all"): Account[] {
  const asked = call.request.query.get("account_numbers") ?? call.request.query.get("account_number");
  if (asked === null || asked === "") {
    return call.accounts.filter((account) => unnamed === "all" || account.isDefault);
  }
  const numbers = asked.split(",");
  return call.accounts.filter((account) => numbers.includes(account.number));
}

export function idsAsked(call: DataCall, name: string): string[] | null {
  const asked = call.request.query.get(name);
  // A list may hold full addresses; the id is the last part of each.
  return asked === null
    ? null
    : asked.split(",").map((part) => part.replace(/\/+$/, "").split("/").at(-1) ?? "");
}

/**
 * Answers 400 where a list names more ids than one call takes. How many that is was never recorded: clients
 * send up to 50 ids of instruments, 17 addresses of options, 100 symbols of fundamentals, 1,220 of quotes.
 */
export function limited(limits: Readonly<Record<string, number>>, handle: DataHandler): DataHandler {
  return (call) => {
    for (const [name, most] of Object.entries(limits)) {
      const count = call.request.query.get(name)?.split(",").length ?? 0;
      if (count > most) return json(400, { [name]: [`Ensure this list has at most ${most} items.`] });
    }
    return handle(call);
  };
}

/** The time from which on rows are asked for by `updated_at[gte]`; null where none is. */
export function changedSince(call: DataCall): Date | null {
  const { query } = call.request;
  const text = query.get("updated_at[gte]") ?? query.get("created_at[gte]");
  return text === null || Number.isNaN(Date.parse(text)) ? null : new Date(text);
}

/** One page of a list as `show` writes its rows, with absolute links to the pages beside it (protocol sheet 5). */
export function paged<Row>(
  call: DataCall,
  rows: readonly Row[],
  show: (row: Row) => Record<string, unknown>,
): SandboxReply {
  const { request, world, person } = call;
  const wanted = Number(request.query.get("page_size") ?? Number.NaN);
  const limit = world.knobs.for(person).pageSize;
  const size = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, limit) : limit;
  const start = readCursor(request.query.get("cursor"));
  const link = (from: number) => {
    const query = new URLSearchParams(request.query);
    query.set("cursor", Buffer.from(`p=${from}`).toString("base64url"));
    return `${request.baseUrl}${request.path}?${query.toString()}`;
  };
  return json(200, {
    next: start + size < rows.length ? link(start + size) : null,
    previous: start > 0 ? link(Math.max(0, start - size)) : null,
    results: rows.slice(start, start + size).map(show),
  });
}

function readCursor(cursor: string | null): number {
  const text = Buffer.from(cursor ?? "", "base64url").toString("utf8");
  return Number(/^p=(\d{1,6})$/.exec(text)?.[1] ?? 0);
}
