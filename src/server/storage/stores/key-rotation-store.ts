import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { KeyRotationRecord } from "@/server/storage/operation-records";
import type { KeyRotationStore } from "@/server/storage/operation-stores";
import { readColumn } from "@/server/storage/stores/read-column";
import { errorCodeSchema } from "@/shared/schemas/connection";

const statusSchema = z.enum(["running", "done", "failed"]);
const errorSchema = errorCodeSchema.nullable();

type Row = Omit<KeyRotationRecord, "status" | "errorCode"> & { status: string; errorCode: string | null };

const read = (row: Row): KeyRotationRecord => ({
  ...row,
  status: readColumn("KeyRotation.status", statusSchema, row.status),
  errorCode: readColumn("KeyRotation.errorCode", errorSchema, row.errorCode),
});

/** Data keys that are being renewed. */
export function createKeyRotationStore(db: DatabaseClient): KeyRotationStore {
  return {
    async create(rotation) {
      await db.keyRotation.create({ data: rotation });
    },
    async running() {
      const row = await db.keyRotation.findFirst({ where: { status: "running" } });
      return row === null ? null : read(row);
    },
    async latest(limit) {
      return (await db.keyRotation.findMany({ orderBy: { startedAt: "desc" }, take: limit })).map(read);
    },
    async takeLease(id, token, now, until) {
      const { count } = await db.keyRotation.updateMany({
        where: { id, status: "running", OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
        data: { leaseToken: token, leaseUntil: until },
      });
      if (count === 0) return null;
      const row = await db.keyRotation.findFirst({ where: { id, leaseToken: token } });
      return row === null ? null : read(row);
    },
    async progress(id, token, changes) {
      const { count } = await db.keyRotation.updateMany({ where: { id, leaseToken: token }, data: changes });
      return count === 1;
    },
  };
}
