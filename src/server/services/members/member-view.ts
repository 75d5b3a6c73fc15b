import type { UserRecord } from "@/server/storage/records";
import type { MemberView } from "@/shared/schemas/member";

/** A person as admins see them. */
export function memberView(user: UserRecord, lastSeenAt: Date | undefined): MemberView {
  return {
    userId: user.id,
    email: user.email,
    displayName: user.displayName,
    roles: [...user.roles],
    isOwner: user.isOwner,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}
