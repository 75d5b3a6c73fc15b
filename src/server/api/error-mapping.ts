import { TRPCError } from "@trpc/server";
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
