import type { ConnectionRecord, LoginGuardRecord } from "@/server/storage/records";
import type { ErrorCode } from "@/shared/error-codes";
import type { BrokerDescription } from "@/shared/schemas/broker";

/** Trouble on the way to the broker, or to the credentials: a sign-in that met it may be tried again. */
const TROUBLE: readonly ErrorCode[] = [
  "CONN_NETWORK_ERROR",
  "CONN_TIMEOUT",
  "CONN_SSL_ERROR",
  "CONN_BROKER_UNAVAILABLE",
  "CONN_BROKER_PAUSED",
  "STORAGE_BACKEND_UNAVAILABLE",
];

/** Sessions that ended so may be replaced without their person. Every other reason needs them. */
const SESSION_OVER: readonly ErrorCode[] = ["AUTH_SESSION_EXPIRED", "AUTH_REFRESH_ANSWER_LOST"];

const DAY_MS = 86_400_000;

/** Whether Wheelhouse may sign in by itself: now, not before a time, or not at all. */
export type AutoLoginVerdict =
  | { readonly kind: "go" }
  | { readonly kind: "wait"; readonly until: Date; readonly why: "login_guard" | "tried_today" }
  | {
      readonly kind: "never";
      readonly why:
        | "session_not_lost"
        | "reason_needs_person"
        | "credentials_incomplete"
        | "login_refused_before";
    };

type Facts = Pick<ConnectionRecord, "status" | "errorCode" | "autoLoginAt">;

/**
 * Whether stored credentials may be sent without the person: only where a session was lost or the network failed,
 * only with all that the broker's form requires, never against the login guard or after a refused login of the
 * same name, and once a day: a broker that takes the login but not its tokens is not signed in to in a loop. Pure.
 */
export function mayAutoLogin(
  connection: Facts,
  storedFieldNames: readonly string[],
  description: Pick<BrokerDescription, "loginKind" | "credentialFields">,
  guard: Pick<LoginGuardRecord, "failures" | "notBefore"> | null,
  now: Date,
): AutoLoginVerdict {
  if (connection.status !== "expired" && connection.status !== "error") {
    return { kind: "never", why: "session_not_lost" };
  }
  if (!allowsAutoLogin(connection.errorCode)) {
    return { kind: "never", why: "reason_needs_person" };
  }
  if (!isComplete(storedFieldNames, description)) {
    return { kind: "never", why: "credentials_incomplete" };
  }
  if (guard !== null && guard.failures > 0) {
    return { kind: "never", why: "login_refused_before" };
  }
  if (guard !== null && guard.notBefore > now) {
    return { kind: "wait", until: guard.notBefore, why: "login_guard" };
  }
  const until = new Date((connection.autoLoginAt?.getTime() ?? 0) + DAY_MS);
  return until > now ? { kind: "wait", until, why: "tried_today" } : { kind: "go" };
}

/** Whether the reason for which a connection lost its session leaves an automatic sign-in open. */
export function allowsAutoLogin(code: ErrorCode | null): boolean {
  return code !== null && (SESSION_OVER.includes(code) || TROUBLE.includes(code));
}

/** A redirect or a gateway always needs the person, whatever is stored. */
function isComplete(
  stored: readonly string[],
  { loginKind, credentialFields }: Pick<BrokerDescription, "loginKind" | "credentialFields">,
): boolean {
  return (
    loginKind === "password" &&
    credentialFields.every((field) => !field.required || stored.includes(field.name))
  );
}
