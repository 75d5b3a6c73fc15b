import { TRPCClientError } from "@trpc/client";
import { ERROR_CODES } from "@/shared/error-codes";
import { type ErrorResponse, errorResponseSchema } from "@/shared/schemas/error-response";

/**
 * The server's error response out of whatever a call threw. Where no answer came, an error response that
 * says so, with an empty request id.
 */
export function toErrorResponse(error: unknown): ErrorResponse {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    const response = typeof data === "object" && data !== null && "response" in data ? data.response : null;
    const parsed = errorResponseSchema.safeParse(response);
    if (parsed.success) return parsed.data;
    return localErrorResponse("CONN_NETWORK_ERROR", "Wheelhouse did not answer");
  }
  return localErrorResponse("API_UNEXPECTED", ERROR_CODES.API_UNEXPECTED.message);
}

/** An error that the page itself found, in the shape of the server's. */
export function localErrorResponse(
  name: ErrorResponse["name"],
  message: string,
  retryAfter: number | null = null,
): ErrorResponse {
  return {
    code: ERROR_CODES[name].number,
    name,
    message,
    details: null,
    retryAfter,
    requestId: "",
    timestamp: new Date().toISOString(),
  };
}
