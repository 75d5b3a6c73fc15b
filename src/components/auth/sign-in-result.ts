import { ERROR_CODES, errorCodeOfNumber } from "@/shared/error-codes";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { localErrorResponse } from "@/trpc/error-response";

/** next-auth hands on one text: `<number>` or `<number>:<seconds to wait>`. */
export function signInError(text: string): ErrorResponse {
  const [number = "", seconds] = text.split(":");
  const name = errorCodeOfNumber(number) ?? "API_UNEXPECTED";
  const wait = seconds === undefined ? Number.NaN : Number.parseInt(seconds, 10);
  return localErrorResponse(name, ERROR_CODES[name].message, Number.isNaN(wait) ? null : Math.max(0, wait));
}
