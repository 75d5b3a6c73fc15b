import type { Broker } from "@/server/brokers/broker";
import { readCredential, storeCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

/** Name under which the device identity is stored, apart from the session so that no failure loses it. */
export const DEVICE_TOKEN = "deviceToken";

/** The connection's device identity, made and stored on first use; null where the broker knows none. */
export async function deviceTokenOf(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  broker: Broker,
): Promise<Secret | null> {
  const stored = await readCredential(ctx, tx, connection, DEVICE_TOKEN);
  if (stored !== null) {
    return stored;
  }
  const made = broker.createDeviceToken();
  if (made !== null) {
    await storeCredential(ctx, tx, connection, DEVICE_TOKEN, made);
  }
  return made;
}
