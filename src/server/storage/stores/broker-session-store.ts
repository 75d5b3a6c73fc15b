import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { BrokerSession } from "@/server/storage/generated/sqlite/client";
import type { BrokerSessionRecord } from "@/server/storage/records";
import type { BrokerSessionStore } from "@/server/storage/session-stores";
import { readColumn } from "@/server/storage/stores/read-column";

const brokerSessionStatusSchema = z.enum(["active", "expired", "invalid", "refreshing"]);
const LIVE = { status: { in: ["active", "refreshing"] as string[] } };
const FREE_LEASE = { leaseToken: null, leaseUntil: null };

function brokerSessionOfRow(row: BrokerSession): BrokerSessionRecord {
  return { ...row, status: readColumn("BrokerSession.status", brokerSessionStatusSchema, row.status) };
}

/** Encrypted sessions at brokers, one a connection. */
export function createBrokerSessionStore(db: DatabaseClient): BrokerSessionStore {
  return {
    async create(session) {
      await db.brokerSession.create({ data: session });
    },
    async byConnection(connectionId) {
      const row = await db.brokerSession.findUnique({ where: { connectionId } });
      return row && brokerSessionOfRow(row);
    },
    async byId(id) {
      const row = await db.brokerSession.findUnique({ where: { id } });
      return row && brokerSessionOfRow(row);
    },
    async listOf(ownerId) {
      const rows = await db.brokerSession.findMany({
        where: { ownerId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.map(brokerSessionOfRow);
    },
    async keepDue(now, limit) {
      const rows = await db.brokerSession.findMany({
        where: { keepAt: { lte: now } },
        orderBy: { keepAt: "asc" },
        take: limit,
      });
      return rows.map(brokerSessionOfRow);
    },
    async nextKeepDue() {
      const row = await db.brokerSession.findFirst({
        where: { keepAt: { not: null } },
        orderBy: { keepAt: "asc" },
        select: { keepAt: true },
      });
      return row?.keepAt ?? null;
    },
    async claimKeep(id, seenKeepAt, nextKeepAt) {
      const { count } = await db.brokerSession.updateMany({
        where: { id, keepAt: seenKeepAt },
        data: { keepAt: nextKeepAt },
      });
      return count === 1;
    },
    countLive(ownerId) {
      return db.brokerSession.count({ where: { ownerId, ...LIVE } });
    },
    async takeLease(id, leaseToken, now, until) {
      const { count } = await db.brokerSession.updateMany({
        where: { id, OR: [{ leaseToken }, { leaseUntil: null }, { leaseUntil: { lte: now } }] },
        data: { leaseToken, leaseUntil: until },
      });
      return count === 1;
    },
    async prolongLease(id, leaseToken, leaseUntil) {
      const { count } = await db.brokerSession.updateMany({
        where: { id, leaseToken },
        data: { leaseUntil },
      });
      return count === 1;
    },
    async releaseLease(id, leaseToken) {
      await db.brokerSession.updateMany({ where: { id, leaseToken }, data: FREE_LEASE });
    },
    async shortenLeases(longest) {
      const { count } = await db.brokerSession.updateMany({
        where: { leaseUntil: { gt: longest } },
        data: { leaseUntil: longest },
      });
      return count;
    },
    async wakeWrittenAhead(now) {
      const later = { gt: now };
      const { count } = await db.brokerSession.updateMany({
        where: {
          keepAt: later,
          OR: [
            { issuedAt: later },
            { lastActivityAt: later },
            { exchangePendingAt: later },
            { connection: { OR: [{ updatedAt: later }, { lastFailureAt: later }] } },
          ],
        },
        data: { keepAt: now },
      });
      await db.brokerSession.updateMany({ where: { lastActivityAt: later }, data: { lastActivityAt: now } });
      return count;
    },
    async markExchange(id, leaseToken, exchangePendingAt, keepAt) {
      const { count } = await db.brokerSession.updateMany({
        where: { id, leaseToken },
        data: { exchangePendingAt, ...(keepAt && { keepAt }) },
      });
      return count === 1;
    },
    async commitExchange(id, credentialVersion, next) {
      const { count } = await db.brokerSession.updateMany({
        where: { id, status: { not: "invalid" }, credentialVersion },
        data: {
          ...next,
          ...FREE_LEASE,
          status: "active",
          credentialVersion: credentialVersion + 1,
          exchangePendingAt: null,
        },
      });
      return count === 1;
    },
    async noteActivity(connectionId, lastActivityAt) {
      const [row] = await db.brokerSession.updateManyAndReturn({
        where: { connectionId },
        data: { lastActivityAt },
        select: { id: true },
      });
      return row?.id ?? null;
    },
    async update(id, changes) {
      await db.brokerSession.updateMany({ where: { id }, data: changes });
    },
    async removeByConnection(connectionId) {
      return (await db.brokerSession.deleteMany({ where: { connectionId } })).count === 1;
    },
    async removeEnded() {
      const { count } = await db.brokerSession.deleteMany({
        where: { status: "expired", connection: { status: { not: "connected" } } },
      });
      return count;
    },
  };
}
