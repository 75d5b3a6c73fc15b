import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { permissionsOf } from "@/shared/permissions";
import type { Viewer } from "@/shared/schemas/member";

/** The signed-in person, with what their roles allow at this moment. */
export async function readViewer(ctx: Pick<ServiceContext, "actor">): Promise<Viewer> {
  const { userId, email, displayName, roles, isOwner } = permit(ctx, "use_own_account");
  return { userId, email, displayName, roles: [...roles], permissions: permissionsOf(roles), isOwner };
}
