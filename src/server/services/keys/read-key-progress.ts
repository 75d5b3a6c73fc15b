import { rotationView } from "@/server/services/keys/read-key-status";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { KeyRotationView } from "@/shared/schemas/keys";

/** How far the renewal of data keys is that goes on, or how the last one ended; null where there was none. */
export async function readKeyProgress(ctx: ServiceContext): Promise<KeyRotationView | null> {
  permit(ctx, "manage_keys");
  const { keyRotations } = ctx.storage;
  const rotation = (await keyRotations.running()) ?? (await keyRotations.latest(1))[0];
  return rotation === undefined ? null : rotationView(rotation);
}
