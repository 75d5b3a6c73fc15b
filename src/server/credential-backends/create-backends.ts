import type {
  CredentialBackend,
  CredentialBackends,
} from "@/server/credential-backends/credential-backend.port";
import { createDatabaseBackend } from "@/server/credential-backends/database-backend";
import { createEnvironmentBackend } from "@/server/credential-backends/environment-backend";
import { createKeyringBackend } from "@/server/credential-backends/keyring-backend";
import { createVaultBackend } from "@/server/credential-backends/vault-backend";
import type { Random } from "@/server/random";
import type { Cipher } from "@/server/secrets/cipher.port";
import type { Storage } from "@/server/storage/storage";
import type { VaultClient } from "@/server/vault/vault.port";
import { AppError } from "@/shared/app-error";
import { BACKEND_NAMES, type BackendName } from "@/shared/schemas/credential-storage";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

interface BackendsOptions {
  readonly storage: Storage;
  readonly cipher: Cipher;
  readonly random: Random;
  /** Null where no Vault is set. */
  readonly vault: { readonly client: VaultClient; readonly prefix: string } | null;
  readonly readVariables: () => HeadlessSettings;
  /** What `SECURE_STORAGE` is now. */
  readonly current: () => BackendName;
}

/** All places where credentials can be: those before a move stay readable whatever `SECURE_STORAGE` is. */
export function createCredentialBackends(options: BackendsOptions): CredentialBackends {
  const { storage, cipher, random, vault, readVariables, current } = options;
  let known: Promise<string> | null = null;
  const installId = (): Promise<string> => {
    known ??= storage.install.ensureInstallId(random.uuid()).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  const backends: Readonly<Record<BackendName, CredentialBackend>> = {
    database: createDatabaseBackend({ cipher, storage }),
    keyring: createKeyringBackend({ installId }),
    vault:
      vault === null
        ? withoutVault()
        : createVaultBackend({ vault: vault.client, prefix: vault.prefix, installId }),
    env: createEnvironmentBackend({ storage, readVariables }),
  };
  return {
    current: () => backends[current()],
    byName: (name) => backends[name],
    all: () => BACKEND_NAMES.map((name) => backends[name]),
  };
}

/** Stands where no Vault is set: what was put there before is not lost, but can't be had. */
function withoutVault(): CredentialBackend {
  const reason = "No Vault is set. Set VAULT_ADDR and the way to sign in, and restart.";
  const refuse = async (): Promise<never> => {
    throw new AppError("STORAGE_BACKEND_UNAVAILABLE", reason);
  };
  return {
    name: "vault",
    canWrite: true,
    isOutside: true,
    check: async () => ({ isUp: false, reason }),
    get: refuse,
    put: refuse,
    remove: refuse,
    list: async () => [],
  };
}
