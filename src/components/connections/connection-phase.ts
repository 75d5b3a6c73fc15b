import type { ConnectionView } from "@/shared/schemas/connection";

/** Which of the page's main panels a connection shows. */
export type ConnectionPhase = "sign_in" | "signing_in" | "connected" | "locked";

/**
 * Picks the panel from the view alone, so that a reload, a second tab and a restart of the server show the
 * same. A lock ends at its time without a word from the server.
 *
 * @param now the current time in milliseconds since 1970.
 */
export function connectionPhase(
  view: Pick<ConnectionView, "status" | "login" | "health" | "notBefore">,
  now: number,
): ConnectionPhase {
  if (view.login !== null || view.status === "connecting" || view.status === "challenge") {
    return "signing_in";
  }
  if (view.status === "connected") return "connected";
  if (view.notBefore !== null && Date.parse(view.notBefore) > now) return "locked";
  return "sign_in";
}
