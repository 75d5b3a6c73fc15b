import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { User } from "@/server/storage/generated/sqlite/client";
import type { UserStore } from "@/server/storage/people-stores";
import type { UserRecord } from "@/server/storage/records";
import { readJsonColumn } from "@/server/storage/stores/read-column";
import { roleSchema } from "@/shared/schemas/member";

const storedRolesSchema = z.array(roleSchema).min(1);

/** A stored person as the rest of the server knows them. */
export function userOfRow(row: User): UserRecord {
  return { ...row, roles: readJsonColumn("User.roles", storedRolesSchema, row.roles) };
}

/** People. */
export function createUserStore(db: DatabaseClient): UserStore {
  return {
    async create(user) {
      await db.user.create({ data: { ...user, roles: JSON.stringify(user.roles) } });
    },
    async byId(id) {
      const row = await db.user.findUnique({ where: { id } });
      return row && userOfRow(row);
    },
    async byEmail(email) {
      const row = await db.user.findUnique({ where: { email } });
      return row && userOfRow(row);
    },
    async list() {
      return (await db.user.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] })).map(userOfRow);
    },
    async update(id, { roles, ...changes }) {
      await db.user.update({
        where: { id },
        data: { ...changes, ...(roles && { roles: JSON.stringify(roles) }) },
      });
    },
    countActiveAdmins() {
      return db.user.count({ where: { disabledAt: null, roles: { contains: '"admin"' } } });
    },
  };
}
