import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import type { Cipher, CipherBinding } from "@/server/secrets/cipher.port";
import type { Storage } from "@/server/storage/storage";

function bindingOf({ id, ownerId, name }: CredentialRef): CipherBinding {
  return { table: "credential", rowId: id, ownerId, field: name };
}

/** In the row itself, encrypted under the owner's data key and bound to row and field. */
export function createDatabaseBackend({
  cipher,
  storage,
}: {
  readonly cipher: Pick<Cipher, "encrypt" | "decrypt">;
  readonly storage: Storage;
}): CredentialBackend {
  return {
    name: "database",
    canWrite: true,
    isOutside: false,
    // Whoever asks was read from the database a moment ago.
    check: async () => {
      await storage.install.get();
      return { isUp: true, reason: null };
    },
    get: async (tx, ref, kept) => (kept === null ? null : cipher.decrypt(tx, bindingOf(ref), kept)),
    put: (tx, ref, secret) => cipher.encrypt(tx, bindingOf(ref), secret),
    remove: async () => {},
    list: async () => [],
  };
}
