import { AppError } from "@/shared/app-error";

/** What one check found, and what to do about it. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "problem" | "skipped";
  readonly message: string;
  readonly remedy: string | null;
}

export const ok = (name: string, message: string): Finding => ({ name, state: "ok", message, remedy: null });

export const skipped = (name: string, message: string): Finding => ({
  name,
  state: "skipped",
  message,
  remedy: null,
});

export const warning = (name: string, message: string, remedy: string): Finding => ({
  name,
  state: "warning",
  message,
  remedy,
});

export const problem = (name: string, message: string, remedy: string | null): Finding => ({
  name,
  state: "problem",
  message,
  remedy,
});

/** What our own errors say names the remedy already. */
export function failed(name: string, error: unknown, remedy: string): Finding {
  return error instanceof AppError
    ? problem(name, error.message, null)
    : problem(name, "it could not be looked at", remedy);
}
