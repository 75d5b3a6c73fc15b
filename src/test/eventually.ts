import { vi } from "vitest";

/** For what hangs, not for what is slow: below the bound of a test, so that its own words tell what did not come. */
const PATIENCE_MS = 15_000;

/** Repeats a check until it passes; `interval` are the milliseconds in between. Fails with the check's last error. */
export function eventually<T>(check: () => T | Promise<T>, interval = 20): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval });
}
