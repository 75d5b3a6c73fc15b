import { hash, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "@/server/secrets/password-hasher.port";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** Argon2id (the library's default) with 19 MiB, two passes, one lane: OWASP's password storage cheat sheet. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Longer than any password that may be chosen; more is cut off before it costs anything. */
const MAX_LENGTH = 256;
const BUSY_RETRY_SECONDS = 2;

interface HasherOptions {
  /** Computations at once; each takes one thread and 19 MiB for about 20 ms. */
  readonly concurrency?: number;
  /** Callers that may wait for their turn; the next one is told to come back. */
  readonly maxWaiting?: number;
}

/**
 * Hashes with argon2id. A burst of sign-ins waits in a short line instead of taking the machine: past the end of
 * the line AUTH_RATE_LIMITED is thrown. A stored text that is no argon2 hash throws STORAGE_READ_ERROR.
 */
export function createArgon2PasswordHasher(options: HasherOptions = {}): PasswordHasher {
  const inTurn = createLine(options.concurrency ?? 2, options.maxWaiting ?? 50);
  const decoy = hash("a password that nobody has", PARAMETERS);

  return {
    hash: async (password) => {
      if (password.reveal().length > MAX_LENGTH) throw new AppError("VALIDATION_INVALID_INPUT");
      return inTurn(() => hash(normalised(password), PARAMETERS));
    },
    verify: async (stored, password) => {
      const tooLong = password.reveal().length > MAX_LENGTH;
      const against = stored === null || tooLong ? await decoy : stored;
      const candidate = tooLong ? new Secret("") : password;
      const matches = await inTurn(() => matchesHash(against, normalised(candidate)));
      return matches && stored !== null && !tooLong;
    },
  };
}

/** One password has many spellings in Unicode; people type on different machines. */
function normalised(password: Secret): string {
  return password.reveal().normalize("NFKC");
}

async function matchesHash(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password);
  } catch (error) {
    throw new AppError("STORAGE_READ_ERROR", "A stored password hash could not be read", { cause: error });
  }
}

/** Runs at most `concurrency` works at once, in order; refuses when `maxWaiting` already wait. */
function createLine(concurrency: number, maxWaiting: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < concurrency) {
      running += 1;
    } else {
      if (waiting.length >= maxWaiting) {
        throw new AppError("AUTH_RATE_LIMITED", undefined, { retryAfterSeconds: BUSY_RETRY_SECONDS });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place goes straight to the next in line, so that nobody can slip in between.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
