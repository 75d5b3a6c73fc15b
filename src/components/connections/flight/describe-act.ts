import { CALL_KIND, isTrouble, wordsOf } from "@/components/connections/flight/describe-record";
import type { FlightRecordKind, FlightRecordView } from "@/shared/schemas/flight-record";

/** How an act came out. */
export type ActOutcome = "done" | "done_after_trouble" | "failed" | "waits" | "open";

type Line = Pick<FlightRecordView, "kind" | "details">;

const HEADING_OF_CALLS: Readonly<Record<string, string>> = {
  login: "Asked how the sign-in stands",
  refresh: "Session renewal",
  read: "Account data read",
  logout: "Session ended at the broker",
};

const HEADING_OF_STATE: Readonly<Record<string, string>> = {
  login_started: "Sign-in",
  answer_sent: "Your answer sent",
  login_cancelled: "Sign-in cancelled",
  login_held_back: "Sign-in held back to protect the account",
  disconnected: "Disconnected",
  session_confirmed: "Session found good",
  session_renewed: "Session renewal",
  session_restored: "Session taken up again",
  session_imported: "Session read from a file",
  session_troubled: "Trouble at the broker",
  renewal_refused: "Renewal refused",
  session_kept: "Session kept after a sign-in that brought nothing",
  session_given_up: "Wheelhouse stopped trying",
  session_ended: "Session ended",
};

/** The act by its most telling lines. */
const HEADING_OF_KIND: readonly (readonly [FlightRecordKind, string])[] = [
  ["proxied_call", "Call of a program"],
  ["login_began", "Sign-in"],
  ["restore_ended", "Session taken up again"],
  ["keep_alive_ended", "Keep-alive"],
  ["refresh_began", "Session renewal"],
  ["refresh_ended", "Session renewal"],
  ["login_ended", "End of the sign-in"],
  ["login_step", "Step of the sign-in"],
];

/**
 * What an act was, in a few words.
 *
 * @param lines its lines, oldest first.
 */
export function headingOf(lines: readonly Line[]): string {
  const byKind = HEADING_OF_KIND.find(([kind]) => lines.some((line) => line.kind === kind));
  if (byKind !== undefined) return byKind[1];
  if (lines.some(({ details }) => details["task"] === "auto_login")) return "Sign-in with stored credentials";
  const state = lines.find(({ kind }) => kind === "state");
  const event = state?.details["event"];
  if (typeof event === "string") return HEADING_OF_STATE[event] ?? capital(wordsOf(event));
  const call = lines.find(({ details }) => typeof details["kind"] === "string");
  const callKind = String(call?.details["kind"]);
  if (call !== undefined)
    return HEADING_OF_CALLS[callKind] ?? capital(CALL_KIND[callKind] ?? wordsOf(callKind));
  return "Keeper";
}

/** How the act came out, by its last word; one that began and has no end waits, or was cut off. */
export function outcomeOf(lines: readonly Line[]): ActOutcome {
  const hadTrouble = lines.some(isTrouble);
  const ended = lines.findLast(({ kind }) => kind.endsWith("_ended") || kind === "proxied_call");
  if (ended !== undefined) return isTrouble(ended) ? "failed" : hadTrouble ? "done_after_trouble" : "done";
  const began = lines.findLast(({ kind }) => kind.endsWith("_began"));
  const last = lines.at(-1);
  if (last !== undefined && isTrouble(last)) return "failed";
  if (lines.some(({ kind, details }) => kind === "state" && details["to"] === "challenge")) return "waits";
  if (began !== undefined) return "open";
  return hadTrouble ? "done_after_trouble" : "done";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
