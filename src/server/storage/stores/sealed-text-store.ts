import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import { Prisma } from "@/server/storage/generated/sqlite/client";
import { SEALED_TABLES, type SealedTable, type SealedTextRecord } from "@/server/storage/operation-records";
import type { SealedTextStore } from "@/server/storage/operation-stores";

/** Where a ciphertext is, in the words of the database, and how to reach it. */
interface SealedColumns {
  readonly columns: readonly (readonly [table: string, column: string])[];
  after(position: string, limit: number): Promise<Omit<SealedTextRecord, "table">[]>;
  replace(text: SealedTextRecord, ciphertext: string): Promise<{ count: number }>;
}

const countSchema = z.array(z.object({ keyId: z.string(), texts: z.coerce.number().int() }));

/** Whatever is encrypted, for the renewal of keys: rows by the order of their ids, texts with what they are bound to. */
export function createSealedTextStore(db: DatabaseClient): SealedTextStore {
  const tables = sealedTables(db);
  return {
    async after(table, position, limit) {
      const found = await tables[table].after(position, limit);
      return found.map((text) => ({ ...text, table }));
    },
    async replace(text, ciphertext) {
      return (await tables[text.table].replace(text, ciphertext)).count === 1;
    },
    async countByKey() {
      const columns = SEALED_TABLES.flatMap((table) => tables[table].columns);
      // Every text begins with `v1.` and the id of its key, a UUID.
      const parts = columns.map(([table, column]) =>
        Prisma.raw(`SELECT substr("${column}", 4, 36) AS k FROM "${table}" WHERE "${column}" IS NOT NULL`),
      );
      const rows = await db.$queryRaw`
        SELECT k AS "keyId", count(*) AS "texts" FROM (${Prisma.join(parts, " UNION ALL ")}) AS t GROUP BY k`;
      return new Map(countSchema.parse(rows).map(({ keyId, texts }) => [keyId, texts]));
    },
  };
}

interface BoundRow {
  readonly id: string;
  readonly ownerId: string;
}

const bound = ({ id, ownerId }: BoundRow, field: string, ciphertext: string) => ({
  position: id,
  rowId: id,
  ownerId,
  field,
  ciphertext,
});

/** The fields are those that services bind the texts to. */
function sealedTables(db: DatabaseClient): Record<SealedTable, SealedColumns> {
  const rows = (position: string, limit: number) =>
    ({ where: { id: { gt: position } }, orderBy: { id: "asc" }, take: limit }) as const;
  return {
    broker_session: {
      columns: [["BrokerSession", "ciphertext"]],
      after: async (position, limit) =>
        (await db.brokerSession.findMany(rows(position, limit))).map((row) =>
          bound(row, "secrets", row.ciphertext),
        ),
      replace: ({ rowId, ciphertext: read }, ciphertext) =>
        db.brokerSession.updateMany({ where: { id: rowId, ciphertext: read }, data: { ciphertext } }),
    },
    login_attempt: {
      columns: [["LoginAttempt", "stateCiphertext"]],
      after: async (position, limit) => {
        const where = { id: { gt: position }, stateCiphertext: { not: null } };
        const found = await db.loginAttempt.findMany({ ...rows(position, limit), where });
        return found.map((row) => bound(row, "state", row.stateCiphertext ?? ""));
      },
      replace: ({ rowId, ciphertext: read }, ciphertext) =>
        db.loginAttempt.updateMany({
          where: { id: rowId, stateCiphertext: read },
          data: { stateCiphertext: ciphertext },
        }),
    },
    credential: {
      columns: [["Credential", "ciphertext"]],
      after: async (position, limit) => {
        const where = { id: { gt: position }, ciphertext: { not: null } };
        const found = await db.credential.findMany({ ...rows(position, limit), where });
        return found.map((row) => bound(row, row.name, row.ciphertext ?? ""));
      },
      replace: ({ rowId, ciphertext: read }, ciphertext) =>
        db.credential.updateMany({ where: { id: rowId, ciphertext: read }, data: { ciphertext } }),
    },
    cached_reply: {
      columns: [["CachedReply", "ciphertext"]],
      after: async (position, limit) =>
        (await db.cachedReply.findMany(rows(position, limit))).map((row) =>
          bound(row, row.kind, row.ciphertext),
        ),
      replace: ({ rowId, ciphertext: read }, ciphertext) =>
        db.cachedReply.updateMany({ where: { id: rowId, ciphertext: read }, data: { ciphertext } }),
    },
    history_chunk: {
      columns: [["HistoryChunk", "ciphertext"]],
      after: async (position, limit) =>
        (await db.historyChunk.findMany(rows(position, limit))).map((row) =>
          bound(row, `${row.kind} ${row.period}`, row.ciphertext),
        ),
      replace: ({ rowId, ciphertext: read }, ciphertext) =>
        db.historyChunk.updateMany({ where: { id: rowId, ciphertext: read }, data: { ciphertext } }),
    },
    notice_channel: {
      columns: [
        ["NoticeChannel", "ciphertext"],
        ["NoticeChannel", "secretCipher"],
      ],
      after: async (position, limit) =>
        (await db.noticeChannel.findMany(rows(position, limit))).flatMap((row) => [
          bound(row, "target", row.ciphertext),
          ...(row.secretCipher === null ? [] : [bound(row, "signing_secret", row.secretCipher)]),
        ]),
      replace: ({ rowId: id, field, ciphertext: read }, ciphertext) =>
        field === "target"
          ? db.noticeChannel.updateMany({ where: { id, ciphertext: read }, data: { ciphertext } })
          : db.noticeChannel.updateMany({
              where: { id, secretCipher: read },
              data: { secretCipher: ciphertext },
            }),
    },
    idempotency_key: {
      columns: [["IdempotencyKey", "answer"]],
      after: async (position, limit) => {
        const [tokenId, key] = idempotencyIdOf(position);
        const found = await db.idempotencyKey.findMany({
          where: { answer: { not: null }, OR: [{ tokenId: { gt: tokenId } }, { tokenId, key: { gt: key } }] },
          orderBy: [{ tokenId: "asc" }, { key: "asc" }],
          take: limit,
          include: { token: { select: { ownerId: true } } },
        });
        return found.map((row) =>
          bound({ id: `${row.tokenId} ${row.key}`, ownerId: row.token.ownerId }, "answer", row.answer ?? ""),
        );
      },
      replace: ({ rowId, ciphertext: read }, ciphertext) => {
        const [tokenId, key] = idempotencyIdOf(rowId);
        return db.idempotencyKey.updateMany({
          where: { tokenId, key, answer: read },
          data: { answer: ciphertext },
        });
      },
    },
  };
}

/** A token's id has no space; the key that a program chose may have. */
function idempotencyIdOf(position: string): [tokenId: string, key: string] {
  const at = position.indexOf(" ");
  return at === -1 ? ["", ""] : [position.slice(0, at), position.slice(at + 1)];
}
