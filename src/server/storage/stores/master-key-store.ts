import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { MasterKeyStore } from "@/server/storage/operation-stores";
import { readColumn } from "@/server/storage/stores/read-column";

const sourceSchema = z.enum(["variable", "file", "vault"]);

/** Which master keys there were; never a key. */
export function createMasterKeyStore(db: DatabaseClient): MasterKeyStore {
  const read = <Row extends { source: string }>(row: Row) => ({
    ...row,
    source: readColumn("MasterKey.source", sourceSchema, row.source),
  });
  return {
    async byFingerprint(fingerprint) {
      const row = await db.masterKey.findUnique({ where: { fingerprint } });
      return row === null ? null : read(row);
    },
    async list() {
      return (await db.masterKey.findMany({ orderBy: { firstUsedAt: "desc" } })).map(read);
    },
    async put(key) {
      await db.masterKey.upsert({ where: { fingerprint: key.fingerprint }, create: key, update: key });
    },
  };
}
