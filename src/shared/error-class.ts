import type { ErrorCode } from "@/shared/error-codes";

/** The class of an error, by which errors are counted: `AUTH`, `CONN`, `API`, `STORAGE` and the like. */
export function errorClassOf(code: ErrorCode): string {
  return code.slice(0, code.indexOf("_"));
}
