import { brokerOf, loadConnection, talksToItsHosts } from "@/server/services/connections/load-connection";
import { rememberedNames } from "@/server/services/connections/stored-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { Keeping } from "@/shared/schemas/credential-storage";

/**
 * What may be kept of what a person types to connect, and what needs no typing because the environment has it. Throws
 * STORAGE_BACKEND_UNAVAILABLE, with the variables by name, where the environment's credentials are malformed.
 */
export async function readKeeping(ctx: ServiceContext, input: { connectionId: string }): Promise<Keeping> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const broker = brokerOf(ctx, connection.broker);
  const { name, canWrite } = ctx.credentialBackends.current();
  const mayUseStored = !canWrite && talksToItsHosts(connection, broker);
  const wanted = broker.description.credentialFields.map((field) => field.name);
  return {
    place: name,
    canRemember: canWrite,
    provided: mayUseStored ? await rememberedNames(ctx, connection, wanted) : [],
  };
}
