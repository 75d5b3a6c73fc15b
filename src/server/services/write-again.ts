import { AppError } from "@/shared/app-error";

const TRIES = 5;

/**
 * Writes in one transaction, and again when another request changed the same row in between (a rename): `write`
 * has to read it anew each time. Throws the last API_CONFLICT.
 */
export async function writeAgainOnConflict<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof AppError && error.code === "API_CONFLICT") || attempt === TRIES) {
        throw error;
      }
    }
  }
}
