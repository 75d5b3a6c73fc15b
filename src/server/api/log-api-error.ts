import type { TRPCError } from "@trpc/server";
import type { Logger } from "@/server/observability/logger";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";

interface FailedCall {
  readonly error: TRPCError;
  readonly path: string | undefined;
  readonly ctx: { readonly log: Logger; readonly request: { readonly id: string } } | undefined;
}

/** Logs a failed call once: our own errors that are not the caller's as warnings, unknown ones with their cause. */
export function logApiError({ error, path, ctx }: FailedCall): void {
  const cause = error.cause;
  const fields = { requestId: ctx?.request.id, path, code: error.code };
  if (cause instanceof AppError) {
    if (ERROR_CODES[cause.code].httpStatus >= 500) {
      ctx?.log.warn({ ...fields, err: cause }, "procedure failed");
    }
    return;
  }
  if (error.code === "INTERNAL_SERVER_ERROR") {
    ctx?.log.error({ ...fields, err: cause ?? error }, "unexpected error in a procedure");
  }
}
