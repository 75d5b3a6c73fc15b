import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { Connection } from "@/server/storage/generated/sqlite/client";
import type { ConnectionRecord } from "@/server/storage/records";
import type { ConnectionStore } from "@/server/storage/session-stores";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import { brokerTypeSchema, connectionAccessSchema } from "@/shared/schemas/broker";
import {
  connectionHealthSchema,
  connectionStatusSchema,
  errorCodeSchema,
  nextActionSchema,
} from "@/shared/schemas/connection";

const storedAccountsSchema = z.array(z.object({ maskedNumber: z.string(), kind: z.string() }));

/** States without a session to keep: what is tried here is a new login. */
const RETRIED = { status: { in: ["error", "expired"] as string[] } };

function connectionOfRow(row: Connection): ConnectionRecord {
  return {
    ...row,
    broker: readColumn("Connection.broker", brokerTypeSchema, row.broker),
    access: readColumn("Connection.access", connectionAccessSchema, row.access),
    status: readColumn("Connection.status", connectionStatusSchema, row.status),
    health: readColumn("Connection.health", connectionHealthSchema, row.health),
    nextAction: readColumn("Connection.nextAction", nextActionSchema, row.nextAction),
    errorCode: readColumn("Connection.errorCode", errorCodeSchema.nullable(), row.errorCode),
    accounts: readJsonColumn("Connection.accounts", storedAccountsSchema, row.accounts),
  };
}

/** Brokerage connections. */
export function createConnectionStore(db: DatabaseClient): ConnectionStore {
  return {
    async countConnected() {
      return db.connection.count({ where: { status: "connected" } });
    },
    async create(connection) {
      await db.connection.create({
        data: { ...connection, accounts: JSON.stringify(connection.accounts) },
      });
    },
    async ofOwner(ownerId, id) {
      const row = await db.connection.findUnique({ where: { id, ownerId } });
      return row && connectionOfRow(row);
    },
    async byId(id) {
      const row = await db.connection.findUnique({ where: { id } });
      return row && connectionOfRow(row);
    },
    async listOf(ownerId) {
      const rows = await db.connection.findMany({
        where: { ownerId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.map(connectionOfRow);
    },
    async update(id, version, { accounts, ...changes }) {
      const { count } = await db.connection.updateMany({
        where: { id, version },
        data: {
          ...changes,
          ...(accounts && { accounts: JSON.stringify(accounts) }),
          version: version + 1,
        },
      });
      return count === 1;
    },
    async remove(id) {
      return (await db.connection.deleteMany({ where: { id } })).count === 1;
    },
    async toRestore() {
      const rows = await db.connection.findMany({
        where: { status: { in: ["connected", "expired", "error"] } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.map(connectionOfRow);
    },
    async attemptsDue(now, limit) {
      const rows = await db.connection.findMany({
        where: { ...RETRIED, nextAttemptAt: { lte: now } },
        orderBy: { nextAttemptAt: "asc" },
        take: limit,
      });
      return rows.map(connectionOfRow);
    },
    async nextAttemptDue() {
      const row = await db.connection.findFirst({
        where: { ...RETRIED, nextAttemptAt: { not: null } },
        orderBy: { nextAttemptAt: "asc" },
        select: { nextAttemptAt: true },
      });
      return row?.nextAttemptAt ?? null;
    },
    async writtenAhead(now) {
      const later = { gt: now };
      const rows = await db.connection.findMany({
        where: { OR: [{ updatedAt: later }, { lastFailureAt: later }, { autoLoginAt: later }] },
      });
      return rows.map(connectionOfRow);
    },
    async versionsOf(ownerId) {
      const rows = await db.connection.findMany({ where: { ownerId }, select: { id: true, version: true } });
      return new Map(rows.map(({ id, version }) => [id, version]));
    },
  };
}
