import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";
import { toErrorResponse } from "@/shared/error-response";
import type { Problem } from "@/shared/schemas/rest";

/** Statuses of the transport itself, for which the product's table has no row. */
export type TransportStatus = 405 | 413 | 415;

/** A request that HTTP itself gets wrong; its headers go out with the answer. */
export class TransportError extends AppError {
  override readonly name = "TransportError";

  constructor(
    readonly status: TransportStatus,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super("API_INVALID_REQUEST", message);
  }
}

export interface ProblemFacts {
  /** Path of the request, without its query. */
  readonly path: string;
  readonly requestId: string;
  readonly now: Date;
}

/** The body of an answer to a call that failed: problem details of RFC 9457 with the product's own code. */
export function problemOf(error: unknown, { path, requestId, now }: ProblemFacts): Problem {
  // Input that does not fit is an AppError by now. Other errors are ours, a ZodError too.
  const known = error instanceof AppError ? error : null;
  const { code, name, message, details, retryAfter } = toErrorResponse(known, requestId, now);
  const row = ERROR_CODES[name];
  return {
    type: `/api-docs#error-${code}`,
    title: row.message,
    status: error instanceof TransportError ? error.status : row.httpStatus,
    detail: message,
    instance: path,
    code,
    name,
    fields: details,
    retryAfter,
    requestId,
  };
}

/** The answer to a call that failed, with `Retry-After` and `WWW-Authenticate` where they belong. */
export function problemResponse(error: unknown, facts: ProblemFacts): Response {
  const problem = problemOf(error, facts);
  const headers = new Headers({
    "content-type": "application/problem+json",
    ...(error instanceof TransportError && error.headers),
  });
  if (problem.retryAfter !== null) headers.set("retry-after", String(problem.retryAfter));
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="wheelhouse"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
