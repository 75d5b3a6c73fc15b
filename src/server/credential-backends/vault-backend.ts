import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import type { VaultClient } from "@/server/vault/vault.port";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

interface VaultBackendOptions {
  readonly vault: VaultClient;
  /** `VAULT_KV_PREFIX`. */
  readonly prefix: string;
  /** Keeps installs apart that were given the same prefix by mistake. */
  readonly installId: () => Promise<string>;
}

/**
 * Vault's key-value store, version 2: one secret `{ value }` a credential, at
 * `<prefix>/<install>/<owner>/<connection>/<name>/<id>`.
 */
export function createVaultBackend({ vault, prefix, installId }: VaultBackendOptions): CredentialBackend {
  const { keyValues } = vault;
  const root = async () => [...prefix.split("/").filter((part) => part !== ""), await installId()];
  const pathOf = async ({ ownerId, connectionId, name, id }: CredentialRef) => [
    ...(await root()),
    ownerId,
    connectionId,
    name,
    id,
  ];

  /** Every secret below, `depth` folders down, as its segments. */
  async function walk(base: readonly string[], depth: number): Promise<string[][]> {
    const found: string[][] = [];
    for (const key of await keyValues.list(base)) {
      const isFolder = key.endsWith("/");
      const name = isFolder ? key.slice(0, -1) : key;
      // Both may be there under one name; only what we would have written counts.
      if (depth === 0 && !isFolder) found.push([name]);
      if (depth > 0 && isFolder) {
        const below = await walk([...base, name], depth - 1);
        found.push(...below.map((rest) => [name, ...rest]));
      }
    }
    return found;
  }

  return {
    name: "vault",
    canWrite: true,
    isOutside: true,
    check: async () => {
      try {
        await keyValues.list(await root());
        return { isUp: true, reason: null };
      } catch (error) {
        if (error instanceof AppError) return { isUp: false, reason: error.message };
        throw error;
      }
    },
    get: async (_tx, ref) => {
      const value = (await keyValues.read(await pathOf(ref)))?.data["value"];
      return value === undefined ? null : new Secret(value);
    },
    put: async (_tx, ref, secret) => {
      await keyValues.write(await pathOf(ref), { value: secret.reveal() });
      return null;
    },
    remove: async (ref) => keyValues.remove(await pathOf(ref)),
    list: async () =>
      (await walk(await root(), 3)).flatMap(([ownerId, connectionId, name, id]) =>
        ownerId && connectionId && name && id ? [{ ownerId, connectionId, name, id }] : [],
      ),
  };
}
