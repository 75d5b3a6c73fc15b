import { attentionText } from "@/shared/attention-text";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import type { NextAction } from "@/shared/schemas/connection";
import type { AttentionDetails, NoticeKind } from "@/shared/schemas/notice";

/** All that the words of a notice are made of: no secret, account number or amount is among it. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  /** The person's own name for the connection, or for the channel that is tested. */
  readonly label: string | null;
  /** Such as `Robinhood`. */
  readonly brokerName: string | null;
  readonly nextAction: NextAction | null;
  readonly errorCode: ErrorCode | null;
  readonly deadlineAt: Date | null;
  /** Of the kind `attention`. */
  readonly details: AttentionDetails | null;
  /** When the words are read or sent: what lies ahead or behind is told from here. */
  readonly now: Date;
  /** IANA name of the zone in which times are told. */
  readonly timeZone: string;
}

export interface NoticeText {
  readonly title: string;
  readonly text: string;
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** The words of a notice, the same in the app and outside. Pure. */
export function noticeText(facts: NoticeFacts): NoticeText {
  switch (facts.kind) {
    case "needs_person":
      return { title: `${subject(facts)} needs you`, text: needOf(facts) };
    case "deadline_ahead":
      return deadlineText(facts);
    case "login_locked":
      return lockText(facts);
    case "connected_again":
      return {
        title: `${subject(facts)} is connected again`,
        text: "The session works again. There is nothing for you to do.",
      };
    case "session_leased":
      return {
        title: `The session of ${subject(facts)} was handed to a program`,
        text:
          "One of your API tokens was given a token of this live broker session for a short time. The connection's " +
          "page shows which, and until when. If you don't know of it, end the lease there and revoke the API token.",
      };
    case "attention":
      return attentionText(facts);
    case "test":
      return {
        title: "Test of a notice channel",
        text: `Your channel ${quoted(facts.label)} works: Wheelhouse can reach you here.`,
      };
  }
}

function quoted(label: string | null): string {
  return `"${label ?? "without a name"}"`;
}

function subject({ brokerName, label }: NoticeFacts): string {
  return `${brokerName ?? "Connection"} ${quoted(label)}`;
}

/** What each next step asks of the person, where no error says it better. */
const STEPS: Record<NextAction, (broker: string) => string> = {
  none: () => "Open the connection's page: it shows what is to be done.",
  connect: (broker) => `Connect ${broker} again on the connection's page.`,
  enter_code: (broker) => `${broker} asks for a code before it lets Wheelhouse in. Enter it there.`,
  approve_on_phone: (broker) => `${broker} waits for your approval in its app, on your phone.`,
  finish_at_broker: (broker) => `Finish the sign-in at ${broker}: the connection's page leads there.`,
  sign_in_again: (broker) => `Sign in to ${broker} again on the connection's page.`,
  wait_until: () => "Wait until the time that the connection's page shows.",
  try_again: (broker) =>
    `Wheelhouse has stopped trying to reach ${broker}. Try again on the connection's page.`,
};

function needOf(facts: NoticeFacts): string {
  const { nextAction, errorCode, deadlineAt } = facts;
  const step = STEPS[nextAction ?? "none"](facts.brokerName ?? "the broker");
  if (deadlineAt !== null && nextAction === "sign_in_again") {
    // The session still serves: the words for a session that has ended would be wrong.
    const why = errorCode === null ? "" : ` (${reason(errorCode)})`;
    return `The session can't be renewed any more${why}. It serves until ${momentOf(facts, deadlineAt)}. ${step}`;
  }
  if (deadlineAt !== null) {
    return `${step} The request is good until ${momentOf(facts, deadlineAt)}.`;
  }
  if (errorCode === null) {
    return step;
  }
  const { means, next } = ERROR_GUIDANCE[errorCode];
  return `${reason(errorCode)}. ${means} ${nextAction === "sign_in_again" ? next : step}`;
}

function deadlineText(facts: NoticeFacts): NoticeText {
  const { brokerName, label, deadlineAt, now } = facts;
  const name = `${brokerName ?? "Broker"} session of ${quoted(label)}`;
  const step = `Sign in to ${brokerName ?? "the broker"} again before that, on the connection's page, and the session goes on.`;
  if (deadlineAt === null) {
    return { title: `${name} ends soon`, text: step };
  }
  const leftMs = deadlineAt.getTime() - now.getTime();
  return leftMs > 0
    ? {
        title: `${name} ends in ${spanOf(leftMs)}`,
        text: `It ends on ${momentOf(facts, deadlineAt)}, and Wheelhouse can't renew it by itself. ${step}`,
      }
    : {
        title: `${name} has reached its end`,
        text: `It was to end on ${momentOf(facts, deadlineAt)}. If you have not signed in since, do so on the connection's page.`,
      };
}

function lockText(facts: NoticeFacts): NoticeText {
  const { deadlineAt, brokerName } = facts;
  const title = `Sign-in to ${brokerName ?? "the broker"} ${quoted(facts.label)} is paused`;
  const until = deadlineAt === null ? "" : ` No sign-in is tried before ${momentOf(facts, deadlineAt)}.`;
  const { means, next } = ERROR_GUIDANCE.AUTH_LOGIN_LOCKED;
  return { title, text: `${means}${until} ${next}` };
}

function reason(code: ErrorCode): string {
  return `${ERROR_CODES[code].message}, code ${ERROR_CODES[code].number}`;
}

/** `1 hour`, `45 minutes`, `2 days`: rounded to the unit that a person would say. */
function spanOf(durationMs: number): string {
  const minutes = Math.max(1, Math.round(durationMs / MINUTE_MS));
  if (minutes < HOUR_MINUTES) return counted(minutes, "minute");
  if (minutes < 2 * DAY_MINUTES) return counted(Math.round(minutes / HOUR_MINUTES), "hour");
  return counted(Math.round(minutes / DAY_MINUTES), "day");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `2 Mar 2026, 14:30 UTC`, in the zone of the facts. */
function momentOf({ timeZone }: NoticeFacts, time: Date): string {
  const date = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(time);
  return `${date} ${zoneOf(timeZone, time)}`;
}

function zoneOf(timeZone: string, time: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "short" }).formatToParts(time);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
