import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { CredentialStore } from "@/server/storage/session-stores";
import { readColumn } from "@/server/storage/stores/read-column";

const backendSchema = z.enum(["keyring", "vault", "database"]);

const read = <Row extends { backend: string }>(row: Row) => ({
  ...row,
  backend: readColumn("Credential.backend", backendSchema, row.backend),
});

/** Remembered secrets of connections, encrypted. */
export function createCredentialStore(db: DatabaseClient): CredentialStore {
  return {
    async put(credential) {
      const { connectionId, name } = credential;
      const { id, ownerId, backend, ciphertext, updatedAt } = credential;
      await db.credential.upsert({
        where: { connectionId_name: { connectionId, name } },
        create: credential,
        // The ciphertext is bound to the row's id, so a replacement brings its own.
        update: { id, ownerId, backend, ciphertext, updatedAt },
      });
    },
    async get(connectionId, name) {
      const row = await db.credential.findUnique({ where: { connectionId_name: { connectionId, name } } });
      return row === null ? null : read(row);
    },
    async listOf(connectionId) {
      return (await db.credential.findMany({ where: { connectionId }, orderBy: { name: "asc" } })).map(read);
    },
    async page({ in: backend, notIn, connectionId, without = [], after, limit }) {
      const rows = await db.credential.findMany({
        where: {
          ...(backend === undefined ? {} : { backend }),
          ...(notIn === undefined ? {} : { NOT: { backend: notIn } }),
          ...(connectionId === undefined ? {} : { connectionId }),
          ...(after === undefined ? {} : { id: { gt: after } }),
          name: { notIn: [...without] },
        },
        orderBy: { id: "asc" },
        take: limit,
      });
      return rows.map(read);
    },
    async countByBackend() {
      const where = { name: { not: "deviceToken" } };
      const groups = await db.credential.groupBy({ by: ["backend"], where, _count: true });
      return Object.fromEntries(groups.map((group) => [read(group).backend, group._count]));
    },
    async switchBackend({ id, backend }, now) {
      const { id: newId, backend: to, ciphertext, updatedAt } = now;
      const data = { id: newId, backend: to, ciphertext, updatedAt };
      return (await db.credential.updateMany({ where: { id, backend }, data })).count === 1;
    },
    async remove(connectionId, names) {
      return (await db.credential.deleteMany({ where: { connectionId, name: { in: [...names] } } })).count;
    },
  };
}
