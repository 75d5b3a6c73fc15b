import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import { retryAfterSeconds } from "@/server/brokers/robinhood/retry-after";
import type { ErrorCode } from "@/shared/error-codes";

/** How a refusal is judged: by what the call is for. `password_login` is the one that can lock the account. */
export type CallPurpose = "password_login" | "login" | "data";

/** Which call failed and what that means for repeating it. */
export interface CallNature {
  readonly step: string;
  readonly purpose: CallPurpose;
  readonly safeToRepeat: boolean;
}

export interface ParsedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
}

const detailSchema = z.object({ detail: z.string().max(1000) });

/** Bodies of protocol sheet 1.2(e). They are compared whole; no text is searched for words. */
const loginDetails: ReadonlyMap<string, ErrorCode> = new Map([
  ["Unable to log in with provided credentials.", "AUTH_INVALID_CREDENTIALS"],
  ["Please enter a valid code.", "AUTH_CODE_REJECTED"],
]);

const oldClientDetails: ReadonlySet<string> = new Set([
  "This version of Robinhood is no longer supported. Please update your app or use Robinhood for Web to log in to your account.",
  "Update to the newest version of Robinhood to access this feature.",
]);

const dataStatuses: ReadonlyMap<number, ErrorCode> = new Map([
  [400, "API_INVALID_REQUEST"],
  [401, "AUTH_SESSION_EXPIRED"],
  [403, "API_PERMISSION_DENIED"],
  [404, "API_RESOURCE_NOT_FOUND"],
  [429, "API_RATE_LIMITED"],
]);

/** The `detail` of an error body, whole; undefined where there is none. */
export function detailOf(json: unknown): string | undefined {
  return detailSchema.safeParse(json).data?.detail;
}

/** The error for a reply that is not a success, from its status and, for a login, its exact body. */
export function refusal(call: CallNature, reply: ParsedReply, now: Date): BrokerError {
  const code = refusalCode(call.purpose, reply);
  const clientError = reply.status >= 400 && reply.status < 500;
  return new BrokerError(code, {
    status: reply.status,
    step: call.step,
    safeToRepeat: call.safeToRepeat,
    countsAgainstLogin: call.purpose === "password_login" && clientError && code !== "AUTH_CLIENT_REFUSED",
    retryAfterSeconds: retryAfterSeconds(reply.headers["retry-after"], detailOf(reply.json), now),
  });
}

function refusalCode(purpose: CallPurpose, { status, json }: ParsedReply): ErrorCode {
  if (status >= 500) return "CONN_BROKER_UNAVAILABLE";
  if (status < 400) return "CONN_UNEXPECTED_REPLY";
  const detail = detailOf(json) ?? "";
  if (oldClientDetails.has(detail)) return "AUTH_CLIENT_REFUSED";
  if (purpose === "data") return dataStatuses.get(status) ?? "CONN_UNEXPECTED_REPLY";
  if (status === 429) return "AUTH_RATE_LIMITED";
  const known = purpose === "password_login" && status === 400 ? loginDetails.get(detail) : undefined;
  return known ?? "AUTH_LOGIN_REFUSED";
}

/** The error for a success whose body is not what it should be. `at` names places and kinds, never values. */
export function unexpectedReply(call: CallNature, status: number, at: string): BrokerError {
  return new BrokerError("CONN_UNEXPECTED_REPLY", {
    status,
    step: call.step,
    safeToRepeat: call.safeToRepeat,
    countsAgainstLogin: false,
    cause: new Error(`The reply does not fit: ${at}`),
  });
}
