import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * The connection as it is once its lock has run out: a lock ends at its time without a word from the server,
 * and then it is the person's turn again.
 *
 * @param nowMs the current time in milliseconds since 1970; null while it is not known, which changes nothing.
 */
export function lockOver<TView extends Pick<ConnectionView, "health" | "nextAction" | "notBefore">>(
  view: TView,
  nowMs: number | null,
): TView {
  if (view.health !== "locked" || view.notBefore === null || nowMs === null) return view;
  if (Date.parse(view.notBefore) > nowMs) return view;
  return { ...view, health: "needs_person", nextAction: "sign_in_again", notBefore: null };
}
