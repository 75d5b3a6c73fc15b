import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** The code of anything that was thrown: what is none of ours was not expected. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : "API_UNEXPECTED";
}
