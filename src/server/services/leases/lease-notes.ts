import type { EndedLease, LeaseKind } from "@/shared/schemas/session-lease";

/** What the author of a program must know of the token that it gets. */
export function leaseNotes(kind: LeaseKind, isShortened: boolean): string[] {
  return [
    "Send the token to these hosts only, and keep it in memory: whoever has it can use it.",
    "It can't be renewed by you. When the broker answers 401, or the lease is over, ask for a new lease.",
    "Wheelhouse does not see what is done with it, and such calls do not count among its own requests.",
    kind === "full"
      ? "It can trade, and do everything else that the login can."
      : "It only reads: the broker refuses what would change something.",
    ...(isShortened
      ? ["The broker's session ends sooner than you asked for, and could not be renewed."]
      : []),
  ];
}

const LIVES_ON =
  "The token that was handed out can't be taken back: at the broker it works until it runs out, unless the broker ends it when newer tokens are made.";

/** What ending a lease means for the token, told truthfully. */
export function endedLease(kind: LeaseKind, renewed: boolean): EndedLease {
  const what = renewed
    ? "The session was renewed, so that Wheelhouse itself uses new tokens from now on."
    : kind === "full"
      ? "The session could not be renewed now."
      : "The session goes on as it is: the token only reads.";
  return { renewed, note: `${what} ${LIVES_ON}` };
}
