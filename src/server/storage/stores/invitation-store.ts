import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { Invitation } from "@/server/storage/generated/sqlite/client";
import type { InvitationStore } from "@/server/storage/people-stores";
import type { InvitationRecord } from "@/server/storage/records";
import { readJsonColumn } from "@/server/storage/stores/read-column";
import { roleSchema } from "@/shared/schemas/member";

const storedRolesSchema = z.array(roleSchema).min(1);

function invitationOfRow(row: Invitation): InvitationRecord {
  return { ...row, roles: readJsonColumn("Invitation.roles", storedRolesSchema, row.roles) };
}

const openAt = (now: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** Invitations of new members. */
export function createInvitationStore(db: DatabaseClient): InvitationStore {
  return {
    async create(invitation) {
      await db.invitation.create({ data: { ...invitation, roles: JSON.stringify(invitation.roles) } });
    },
    async byTokenHash(tokenHash) {
      const row = await db.invitation.findUnique({ where: { tokenHash } });
      return row && invitationOfRow(row);
    },
    async byId(id) {
      const row = await db.invitation.findUnique({ where: { id } });
      return row && invitationOfRow(row);
    },
    async open(now) {
      const rows = await db.invitation.findMany({
        where: openAt(now),
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      });
      return rows.map(invitationOfRow);
    },
    async accept(id, at) {
      const { count } = await db.invitation.updateMany({
        where: { id, ...openAt(at) },
        data: { acceptedAt: at },
      });
      return count === 1;
    },
    async revoke(id, at) {
      const { count } = await db.invitation.updateMany({
        where: { id, ...openAt(at) },
        data: { revokedAt: at },
      });
      return count === 1;
    },
  };
}
