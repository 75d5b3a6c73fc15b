/**
 * What a call to a broker is for. Breakers and retries go by it: only `read` is tried again, and trouble with one
 * kind does not stop the others.
 */
export type CallKind = "login" | "refresh" | "read" | "logout";
