import type { UserRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/**
 * The member to change, read while no other transaction changes members: writing the first member's row holds
 * it until the end of this one, on either database. Throws API_RESOURCE_NOT_FOUND for an unknown id.
 */
export async function holdMember(tx: StorageTx, userId: string): Promise<UserRecord> {
  const [first] = await tx.users.list();
  if (first !== undefined) await tx.users.update(first.id, { updatedAt: first.updatedAt });
  const member = await tx.users.byId(userId);
  if (member === null) throw new AppError("API_RESOURCE_NOT_FOUND");
  return member;
}

/** Throws API_CONFLICT, and so undoes the change, when it left nobody who can manage members. */
export async function requireAdminLeft(tx: StorageTx): Promise<void> {
  if ((await tx.users.countActiveAdmins()) > 0) return;
  throw new AppError("API_CONFLICT", "Somebody has to stay admin. Make another member admin first.");
}
