import { AppError } from "@/shared/app-error";
import { type ProblemFacts, problemOf } from "@/shared/problem";

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

/** The answer to a call that failed, with `Retry-After` and `WWW-Authenticate` where they belong. */
export function problemResponse(error: unknown, facts: ProblemFacts): Response {
  const transport = error instanceof TransportError ? error : null;
  const problem = problemOf(error, { ...facts, status: transport?.status });
  const headers = new Headers({ "content-type": "application/problem+json", ...transport?.headers });
  if (problem.retryAfter !== null) headers.set("retry-after", String(problem.retryAfter));
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="wheelhouse"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
