import type { Secret } from "@/shared/secret";

/** Hashes people's passwords (argon2id). */
export interface PasswordHasher {
  hash(password: Secret): Promise<string>;
  /** Takes the same time for a missing hash (`null`, unknown e-mail) as for a wrong password. */
  verify(hash: string | null, password: Secret): Promise<boolean>;
}
