import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";
import { toErrorResponse } from "@/shared/error-response";

/** Of the range that JSON-RPC leaves to servers; the product's own code is in the data. */
const SERVER_ERROR = -32_000;

/**
 * The answer to a message that no tool gets to see: a JSON-RPC error with the product's code as its data, the status
 * of that code, and `Retry-After` and `WWW-Authenticate` where they belong.
 */
export function refusal(error: unknown, requestId: string, now: Date): Response {
  const data = toErrorResponse(error instanceof AppError ? error : null, requestId, now);
  const status = ERROR_CODES[data.name].httpStatus;
  const headers = new Headers();
  if (data.retryAfter !== null) headers.set("retry-after", String(data.retryAfter));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="wheelhouse"');
  const message = `${data.message} (${data.code} ${data.name})`;
  return Response.json(
    { jsonrpc: "2.0", id: null, error: { code: SERVER_ERROR, message, data } },
    { status, headers },
  );
}
