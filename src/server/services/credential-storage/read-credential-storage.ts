import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { BACKEND_LABELS, type CredentialStorageView } from "@/shared/schemas/credential-storage";

/** Every place where credentials can be kept: whether it answers now, and how many are there. No credential is read. */
export async function readCredentialStorage(ctx: ServiceContext): Promise<CredentialStorageView> {
  permit(ctx, "modify_settings");
  const current = ctx.credentialBackends.current().name;
  const counts = await ctx.storage.credentials.countByBackend();
  const backends = await Promise.all(
    ctx.credentialBackends.all().map(async (backend) => {
      const { name, canWrite } = backend;
      const { isUp, reason } = await backend.check();
      const credentials = name === "env" ? 0 : (counts[name] ?? 0);
      const isCurrent = name === current;
      return { name, label: BACKEND_LABELS[name], isCurrent, canWrite, isUp, reason, credentials };
    }),
  );
  return { backends: backends.toSorted((one, two) => Number(two.isCurrent) - Number(one.isCurrent)) };
}
