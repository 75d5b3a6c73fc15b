import { ZodError } from "zod";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import type { ErrorResponse } from "@/shared/schemas/error-response";

/**
 * The one shape in which every interface returns an error. Input that does not parse names its fields; an error
 * that is none of ours becomes API_UNEXPECTED and tells nothing but the request id. Messages of server-side
 * failures are for the log: here they are the table's.
 */
export function toErrorResponse(error: unknown, requestId: string, now: Date): ErrorResponse {
  const { name, message, details, retryAfter } = partsOf(error);
  return {
    code: ERROR_CODES[name].number,
    name,
    message,
    details,
    retryAfter,
    requestId,
    timestamp: now.toISOString(),
  };
}

interface Parts {
  readonly name: ErrorCode;
  readonly message: string;
  readonly details: Record<string, string> | null;
  readonly retryAfter: number | null;
}

function partsOf(error: unknown): Parts {
  if (error instanceof AppError) {
    const row = ERROR_CODES[error.code];
    return {
      name: error.code,
      message: row.httpStatus === 500 ? row.message : error.message,
      details: error.fields === undefined ? null : { ...error.fields },
      retryAfter:
        error.retryAfterSeconds === undefined ? null : Math.max(0, Math.ceil(error.retryAfterSeconds)),
    };
  }
  const name = error instanceof ZodError ? "VALIDATION_INVALID_INPUT" : "API_UNEXPECTED";
  return {
    name,
    message: ERROR_CODES[name].message,
    details: error instanceof ZodError ? fieldsOf(error) : null,
    retryAfter: null,
  };
}

/** The first problem of each field, by its path such as `credentials.username`. */
function fieldsOf(error: ZodError): Record<string, string> {
  const fields = new Map<string, string>();
  for (const issue of error.issues) {
    const path = issue.path.map(String).join(".");
    if (!fields.has(path)) fields.set(path, issue.message);
  }
  return Object.fromEntries(fields);
}
