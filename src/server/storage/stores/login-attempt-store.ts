import type { DatabaseClient } from "@/server/storage/database-client";
import type { LoginAttempt } from "@/server/storage/generated/sqlite/client";
import type { LoginAttemptRecord } from "@/server/storage/records";
import type { LoginAttemptStore } from "@/server/storage/session-stores";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import { type Challenge, challengeSchema } from "@/shared/schemas/challenge";
import { errorCodeSchema, loginAttemptViewSchema, loginProgressSchema } from "@/shared/schemas/connection";

const OPEN = { outcome: "open" };

function loginAttemptOfRow(row: LoginAttempt): LoginAttemptRecord {
  return {
    ...row,
    outcome: readColumn("LoginAttempt.outcome", loginAttemptViewSchema.shape.outcome, row.outcome),
    step: readColumn("LoginAttempt.step", loginProgressSchema.shape.step, row.step),
    challenge:
      row.challenge === null
        ? null
        : readJsonColumn("LoginAttempt.challenge", challengeSchema, row.challenge),
    errorCode: readColumn("LoginAttempt.errorCode", errorCodeSchema.nullable(), row.errorCode),
  };
}

const challengeText = (challenge: Challenge | null) => challenge && JSON.stringify(challenge);

/** Logins at brokers, in progress and ended. */
export function createLoginAttemptStore(db: DatabaseClient): LoginAttemptStore {
  return {
    async create(attempt) {
      await db.loginAttempt.create({ data: { ...attempt, challenge: challengeText(attempt.challenge) } });
    },
    async byId(id) {
      const row = await db.loginAttempt.findUnique({ where: { id } });
      return row && loginAttemptOfRow(row);
    },
    async openOf(connectionId) {
      const row = await db.loginAttempt.findFirst({
        where: { connectionId, ...OPEN },
        orderBy: { startedAt: "desc" },
      });
      return row && loginAttemptOfRow(row);
    },
    async recentOf(connectionId, limit) {
      const rows = await db.loginAttempt.findMany({
        where: { connectionId },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
        take: limit,
      });
      return rows.map(loginAttemptOfRow);
    },
    async removeOlderThan(time) {
      const { count } = await db.loginAttempt.deleteMany({
        where: { startedAt: { lt: time }, endedAt: { not: null } },
      });
      return count;
    },
    async open() {
      const rows = await db.loginAttempt.findMany({ where: OPEN, orderBy: { startedAt: "asc" } });
      return rows.map(loginAttemptOfRow);
    },
    async takeLease(id, leaseToken, now, until) {
      const { count } = await db.loginAttempt.updateMany({
        where: { id, ...OPEN, OR: [{ leaseToken }, { leaseUntil: null }, { leaseUntil: { lte: now } }] },
        data: { leaseToken, leaseUntil: until },
      });
      return count === 1;
    },
    async shortenLeases(longest) {
      const { count } = await db.loginAttempt.updateMany({
        where: { ...OPEN, leaseUntil: { gt: longest } },
        data: { leaseUntil: longest },
      });
      return count;
    },
    async releaseLease(id, leaseToken) {
      await db.loginAttempt.updateMany({
        where: { id, leaseToken },
        data: { leaseToken: null, leaseUntil: null },
      });
    },
    async update(id, version, { challenge, ...changes }) {
      const { count } = await db.loginAttempt.updateMany({
        where: { id, ...OPEN, version },
        data: {
          ...changes,
          ...(challenge !== undefined && { challenge: challengeText(challenge) }),
          version: version + 1,
        },
      });
      return count === 1;
    },
  };
}
