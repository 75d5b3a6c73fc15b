import { z } from "zod";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import type { ApiTokenStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { ApiToken } from "@/server/storage/generated/sqlite/client";
import { readJsonColumn } from "@/server/storage/stores/read-column";
import { userOfRow } from "@/server/storage/stores/user-store";
import { tokenGrantSchema } from "@/shared/schemas/api-token";

const storedAddressesSchema = z.array(z.string());

function tokenOfRow({ scopes, reach, allowedAddresses, ...row }: ApiToken): ApiTokenRecord {
  return {
    ...row,
    scopes: readJsonColumn("ApiToken.scopes", tokenGrantSchema.shape.scopes, scopes),
    reach: readJsonColumn("ApiToken.reach", tokenGrantSchema.shape.reach, reach),
    allowedAddresses: readJsonColumn("ApiToken.allowedAddresses", storedAddressesSchema, allowedAddresses),
  };
}

/** What programs sign in with. */
export function createApiTokenStore(db: DatabaseClient): ApiTokenStore {
  return {
    async create({ scopes, reach, allowedAddresses, ...token }) {
      await db.apiToken.create({
        data: {
          ...token,
          scopes: JSON.stringify(scopes),
          reach: JSON.stringify(reach),
          allowedAddresses: JSON.stringify(allowedAddresses),
        },
      });
    },
    async withOwner(id) {
      const row = await db.apiToken.findUnique({ where: { id }, include: { owner: true } });
      if (!row) return null;
      const { owner, ...token } = row;
      return { token: tokenOfRow(token), owner: userOfRow(owner) };
    },
    async ofOwner(ownerId, id) {
      const row = await db.apiToken.findFirst({ where: { ownerId, id } });
      return row && tokenOfRow(row);
    },
    async listOf(ownerId) {
      const rows = await db.apiToken.findMany({
        where: { ownerId },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      });
      return rows.map(tokenOfRow);
    },
    countLive(ownerId, now) {
      return db.apiToken.count({ where: { ownerId, revokedAt: null, expiresAt: { gt: now } } });
    },
    async revoke(id, revokedAt) {
      const { count } = await db.apiToken.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt },
      });
      return count === 1;
    },
    async endEarlier(id, expiresAt) {
      const { count } = await db.apiToken.updateMany({
        where: { id, expiresAt: { gt: expiresAt } },
        data: { expiresAt },
      });
      return count === 1;
    },
    async addUses(all) {
      for (const { tokenId: id, uses, lastUsedAt, lastUsedFrom } of all) {
        await db.apiToken.updateMany({ where: { id }, data: { uses: { increment: uses } } });
        await db.apiToken.updateMany({
          where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: lastUsedAt } }] },
          data: { lastUsedAt, lastUsedFrom },
        });
      }
    },
    async removeEndedBefore(time) {
      const { count } = await db.apiToken.deleteMany({
        where: { OR: [{ expiresAt: { lt: time } }, { revokedAt: { lt: time } }] },
      });
      return count;
    },
  };
}
