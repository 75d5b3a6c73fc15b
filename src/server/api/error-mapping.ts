import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";

const TRPC_CODE_OF_STATUS = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
} as const satisfies Record<(typeof ERROR_CODES)[keyof typeof ERROR_CODES]["httpStatus"], TRPCError["code"]>;

/** The transport's error for one of ours; any other error passes unchanged. */
export function toTrpcError(error: TRPCError): TRPCError {
  const cause = error.cause;
  if (!(cause instanceof AppError)) {
    return error;
  }
  return new TRPCError({
    code: TRPC_CODE_OF_STATUS[ERROR_CODES[cause.code].httpStatus],
    message: cause.message,
    cause,
  });
}

/**
 * What the caller is told of an error: one of ours, input that did not parse, a call that fits no procedure, or
 * nothing but that something went wrong. An answer that fails our own output schema is not the caller's mistake.
 */
export function toKnownError(error: TRPCError): unknown {
  if (error.cause instanceof AppError) {
    return error.cause;
  }
  switch (error.code) {
    case "BAD_REQUEST":
      return error.cause instanceof ZodError ? error.cause : new AppError("API_INVALID_REQUEST");
    case "NOT_FOUND":
      return new AppError("API_RESOURCE_NOT_FOUND", "There is no such procedure");
    case "METHOD_NOT_SUPPORTED":
    case "PARSE_ERROR":
    case "UNSUPPORTED_MEDIA_TYPE":
      return new AppError("API_INVALID_REQUEST");
    default:
      return error;
  }
}
