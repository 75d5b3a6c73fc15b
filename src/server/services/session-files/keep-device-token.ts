import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { readCredential, storeCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

/**
 * Makes a device token out of a file the connection's own, where it has none yet: the next sign-in then comes from a
 * device that the broker knows. One that it has is never replaced by what a damaged file says. Whether it was kept.
 */
export async function keepDeviceToken(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  deviceToken: Secret | null,
): Promise<boolean> {
  if (deviceToken === null || (await readCredential(ctx, tx, connection, DEVICE_TOKEN)) !== null) {
    return false;
  }
  await storeCredential(ctx, tx, connection, DEVICE_TOKEN, deviceToken);
  return true;
}
