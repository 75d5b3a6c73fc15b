import type { VaultFailure } from "@/server/vault/vault.port";
import { AppError } from "@/shared/app-error";

/** Vault did not do what it was asked. The message says why and what to do; it holds no token and no value. */
export class VaultError extends AppError {
  readonly kind: VaultFailure;

  constructor(kind: VaultFailure, message: string, options: { cause?: unknown } = {}) {
    super("STORAGE_BACKEND_UNAVAILABLE", message, options);
    this.kind = kind;
  }
}

/** Whether it is Vault's failure of this kind. */
export function isVaultError(error: unknown, kind: VaultFailure): error is VaultError {
  return error instanceof VaultError && error.kind === kind;
}
