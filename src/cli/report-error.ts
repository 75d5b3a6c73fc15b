import { spanText } from "@/cli/figures";
import type { Style } from "@/cli/style";
import { EnvironmentError } from "@/env";
import { AppError } from "@/shared/app-error";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import { toErrorResponse } from "@/shared/error-response";
import type { ErrorResponse } from "@/shared/schemas/error-response";

/**
 * The ErrorResponse of whatever a command threw. Whoever sits at the terminal runs the install, so that they get the
 * message of a storage error too, which pages keep to the log.
 */
export function describeError(error: unknown, requestId: string, now: Date): ErrorResponse {
  const known = error instanceof EnvironmentError ? settingsError(error) : error;
  const response = toErrorResponse(known, requestId, now);
  return known instanceof AppError ? { ...response, message: known.message } : response;
}

function settingsError(error: EnvironmentError): AppError {
  return new AppError("VALIDATION_INVALID_INPUT", error.problems.join("\n"));
}

/** The error in lines for a person: what happened, which fields, and what to do. */
export function errorLines(response: ErrorResponse, style: Style): string[] {
  const { code, name, message, details, retryAfter } = response;
  const lines = [`${style.bad("Not done")} (${code}): ${message}`];
  for (const [field, problem] of Object.entries(details ?? {}))
    lines.push(field === "" ? `  ${problem}` : `  ${field}: ${problem}`);
  if (retryAfter !== null) lines.push(`  Try again in ${spanText(retryAfter)}.`);
  const remedy = NEXT_AT_A_TERMINAL[name] ?? ERROR_GUIDANCE[name].next;
  if (remedy !== "") lines.push(`  ${remedy}`);
  return lines;
}

/** Where what the pages say does not fit a terminal. */
const NEXT_AT_A_TERMINAL: Partial<Record<ErrorResponse["name"], string>> = {
  API_INVALID_REQUEST: "",
  API_RESOURCE_NOT_FOUND: "",
  API_CONFLICT: "Look at `wheelhouse status`, then decide again.",
  AUTH_SESSION_EXPIRED: "Run `wheelhouse login`.",
  AUTH_CODE_REJECTED: "Run `wheelhouse login` again and type the newest code.",
  AUTH_PERSON_NEEDED: "Run `wheelhouse login` once without --no-input; afterwards the session is kept.",
  AUTH_TOKEN_ENDED: "Make a new one with `wheelhouse tokens create`.",
  STORAGE_READ_ERROR: "`wheelhouse doctor` looks at key, database and disk.",
  STORAGE_WRITE_ERROR: "`wheelhouse doctor` looks at key, database and disk.",
  STORAGE_PERMISSION_ERROR: "",
  STORAGE_BACKEND_UNAVAILABLE: "`wheelhouse credentials status` says what is wrong and what to do.",
  VALIDATION_INVALID_INPUT: "",
  VALIDATION_MISSING_FIELD: "",
};
