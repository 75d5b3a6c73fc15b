import type { DatabaseClient } from "@/server/storage/database-client";
import type { CredentialStore } from "@/server/storage/session-stores";

/** Remembered secrets of connections, encrypted. */
export function createCredentialStore(db: DatabaseClient): CredentialStore {
  return {
    async put(credential) {
      const { connectionId, name } = credential;
      const { id, ownerId, ciphertext, updatedAt } = credential;
      await db.credential.upsert({
        where: { connectionId_name: { connectionId, name } },
        create: credential,
        // The ciphertext is bound to the row's id, so a replacement brings its own.
        update: { id, ownerId, ciphertext, updatedAt },
      });
    },
    get(connectionId, name) {
      return db.credential.findUnique({ where: { connectionId_name: { connectionId, name } } });
    },
    listOf(connectionId) {
      return db.credential.findMany({ where: { connectionId }, orderBy: { name: "asc" } });
    },
    async remove(connectionId, names) {
      return (await db.credential.deleteMany({ where: { connectionId, name: { in: [...names] } } })).count;
    },
  };
}
