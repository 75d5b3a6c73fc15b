import { memberView } from "@/server/services/members/member-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { MemberView } from "@/shared/schemas/member";

/** Everybody in the install, the first member first. */
export async function listMembers(ctx: ServiceContext): Promise<MemberView[]> {
  permit(ctx, "manage_users");
  const [users, lastSeen] = await Promise.all([
    ctx.storage.users.list(),
    ctx.storage.appSessions.lastSeenByUser(),
  ]);
  return users.map((user) => memberView(user, lastSeen.get(user.id)));
}
