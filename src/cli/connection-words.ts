import { fromNowText, spanText, timeText } from "@/cli/figures";
import type { Style } from "@/cli/style";
import { factsOf } from "@/cli/table";
import { ERROR_CODES } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import type { ConnectionView } from "@/shared/schemas/connection";

const STATES = {
  disconnected: "disconnected",
  connecting: "signing in",
  challenge: "waiting for you",
  connected: "connected",
  error: "failed",
  expired: "expired",
} as const satisfies Record<ConnectionView["status"], string>;

const HEALTHS = {
  ok: "ok",
  degraded: "the broker has trouble",
  needs_person: "needs you",
  locked: "held back",
} as const satisfies Record<ConnectionView["health"], string>;

/** The state of a connection in a word or two. */
export const stateWord = ({ status }: Pick<ConnectionView, "status">): string => STATES[status];
export const healthWord = ({ health }: Pick<ConnectionView, "health">): string => HEALTHS[health];

/** Colours a text by how the connection does; the words say it too. */
export function paintState(style: Style, text: string, { status, health }: ConnectionView): string {
  if (status === "connected" && health === "ok") return style.good(text);
  return health === "degraded" || status === "connecting" || status === "challenge"
    ? style.warn(text)
    : status === "disconnected" && health === "ok"
      ? text
      : style.bad(text);
}

/** What the person does next, as a command where there is one. */
export function nextWords(connection: ConnectionView, now: Date): string {
  const login = `wheelhouse login ${shellWord(connection.label)}`;
  switch (connection.nextAction) {
    case "none":
      return "nothing";
    case "connect":
    case "sign_in_again":
      return login;
    case "enter_code":
      return `type the code: ${login}`;
    case "approve_on_phone":
      return "approve on your phone";
    case "finish_at_broker":
      return "finish at the broker's page";
    case "wait_until":
      return !isHeldBack(connection, now)
        ? login
        : `wait until ${timeText(connection.notBefore)} (${fromNowText(connection.notBefore, now)})`;
    case "try_again":
      return `wheelhouse connections retry ${shellWord(connection.label)}`;
  }
}

/** Whether sign-in is held back at this moment: what was told may be over. */
export function isHeldBack({ health, notBefore }: ConnectionView, now: Date): boolean {
  return health === "locked" && (notBefore === null || new Date(notBefore) > now);
}

/** A name as it is typed in a shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9._-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Everything about a connection, a fact a line. */
export function connectionFacts(connection: ConnectionView, now: Date, style: Style): string[] {
  const { session, errorCode } = connection;
  return factsOf([
    ["Name", connection.label],
    ["Id", connection.id],
    ["Broker", connection.broker],
    ["Access", connection.access === "read_only" ? "read only" : "trading"],
    ["State", paintState(style, `${stateWord(connection)} (${healthWord(connection)})`, connection)],
    ["Next", nextWords(connection, now)],
    [
      "Trouble",
      errorCode === null
        ? null
        : `${ERROR_CODES[errorCode].message} (${ERROR_CODES[errorCode].number}). ${ERROR_GUIDANCE[errorCode].means}`,
    ],
    ["Login", connection.loginName],
    [
      "Accounts",
      connection.accounts.map(({ maskedNumber, kind }) => `${maskedNumber} ${kind}`).join(", ") || null,
    ],
    [
      "Session",
      session === null
        ? null
        : `until ${timeText(session.expiresAt)} (${fromNowText(session.expiresAt, now)})`,
    ],
    ["Act before", connection.deadlineAt === null ? null : timeText(connection.deadlineAt)],
    ["Next try", connection.nextAttemptAt === null ? null : fromNowText(connection.nextAttemptAt, now)],
    ["Remembers", connection.remembers.join(", ") || null],
  ]);
}

/** Time left to a deadline, never below zero. */
export function timeLeft(endsAt: Date, now: Date): string {
  return spanText((endsAt.getTime() - now.getTime()) / 1000);
}
