import type { ErrorCode } from "@/shared/error-codes";
import type { Problem } from "@/shared/schemas/rest";

/** Names of the product's errors; a newer Wheelhouse may know more. */
export type ErrorName = ErrorCode | (string & Record<never, never>);

interface ErrorFacts {
  readonly code: string;
  readonly name: ErrorName;
  readonly status: number | null;
  readonly message: string;
  readonly retryAfter?: number | null;
  readonly requestId?: string | null;
  readonly fields?: Readonly<Record<string, string>> | null;
  readonly cause?: unknown;
}

/** A call that failed, as Wheelhouse's problem details tell it. Never holds the token. */
export class WheelhouseError extends Error {
  /** Such as `AUTH_BOTS_FROZEN`; what to decide by. */
  override readonly name: ErrorName;
  /** The same as a number, such as `1019`. */
  readonly code: string;
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  /** Seconds until another try makes sense, where known. */
  readonly retryAfter: number | null;
  /** Finds the call in Wheelhouse's log. */
  readonly requestId: string | null;
  /** What is wrong with which field or parameter. */
  readonly fields: Readonly<Record<string, string>> | null;

  constructor({ message, cause, ...facts }: ErrorFacts) {
    super(message, { cause });
    this.name = facts.name;
    this.code = facts.code;
    this.status = facts.status;
    this.retryAfter = facts.retryAfter ?? null;
    this.requestId = facts.requestId ?? null;
    this.fields = facts.fields ?? null;
  }
}

/** The error in problem details; null for a text that is none of Wheelhouse's. */
export function errorOfProblem(text: string): WheelhouseError | null {
  const problem = parsed(text);
  return problem === null ? null : new WheelhouseError({ ...problem, message: problem.detail });
}

/** Whatever an answer without success says, also one of something in between that speaks no problem details. */
export function errorOfAnswer(status: number, text: string, retryAfter: number | null): WheelhouseError {
  const message = `The answer was no answer of Wheelhouse (status ${status})`;
  return (
    errorOfProblem(text) ??
    new WheelhouseError({ code: "2006", name: "CONN_UNEXPECTED_REPLY", status, message, retryAfter })
  );
}

/** No answer came. */
export function errorOfTransport(cause: unknown, timedOut: boolean): WheelhouseError {
  return timedOut
    ? new WheelhouseError({
        code: "2002",
        name: "CONN_TIMEOUT",
        status: null,
        message: "Wheelhouse did not answer in time",
        cause,
      })
    : new WheelhouseError({
        code: "2001",
        name: "CONN_NETWORK_ERROR",
        status: null,
        message: "Wheelhouse could not be reached, or the answer broke off",
        cause,
      });
}

function parsed(text: string): Problem | null {
  try {
    const value: unknown = JSON.parse(text);
    return isProblem(value) ? value : null;
  } catch {
    return null;
  }
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { code, name, status, detail, requestId } = value as Partial<Problem>;
  return (
    [code, name, detail, requestId].every((text) => typeof text === "string") && Number.isInteger(status)
  );
}
