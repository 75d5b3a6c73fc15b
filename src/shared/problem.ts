import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";
import { toErrorResponse } from "@/shared/error-response";
import type { Problem } from "@/shared/schemas/rest";

export interface ProblemFacts {
  /** Path of the request as the app knows it: below the base path, without its query. */
  readonly path: string;
  /** Begins with a slash, or is empty. */
  readonly basePath: string;
  readonly requestId: string;
  readonly now: Date;
  /** Where HTTP itself was got wrong, its own status in place of the code's. */
  readonly status?: number | undefined;
}

/** The body of an answer to a call that failed: problem details of RFC 9457 with the product's own code. */
export function problemOf(error: unknown, { path, basePath, requestId, now, status }: ProblemFacts): Problem {
  // Input that does not fit is an AppError by now. Other errors are ours, a ZodError too.
  const known = error instanceof AppError ? error : null;
  const { code, name, message, details, retryAfter } = toErrorResponse(known, requestId, now);
  const row = ERROR_CODES[name];
  return {
    type: `${basePath}/api-docs#error-${code}`,
    title: row.message,
    status: status ?? row.httpStatus,
    detail: message,
    instance: `${basePath}${path}`,
    code,
    name,
    fields: details,
    retryAfter,
    requestId,
  };
}
