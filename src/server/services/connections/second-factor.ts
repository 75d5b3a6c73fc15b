import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";

/**
 * Whether `ENABLE_MFA` keeps this connection from having a session: no broker ever asked for a second factor on it,
 * and the login at hand was not asked either.
 */
export function lacksSecondFactor(
  { settings }: Pick<ServiceContext, "settings">,
  { secondFactorAt }: Pick<ConnectionRecord, "secondFactorAt">,
  challenged: boolean,
): boolean {
  return settings.requiresMfa && !challenged && secondFactorAt === null;
}
