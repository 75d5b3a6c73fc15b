import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import type { MasterKeySource } from "@/server/secrets/master-key-source";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { type InstallKeys, openKeys } from "@/server/secrets/open-keys";
import { applyWantedKey } from "@/server/services/keys/apply-wanted-key";
import type { Storage } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

interface Preparing {
  readonly storage: Storage;
  readonly source: MasterKeySource;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The keys of the install, ready to serve: the first one is made, a new one that waits is applied unless a process is
 * running that lacks it. Throws STORAGE_READ_ERROR where the database needs a key that is not there.
 */
export async function prepareKeys({ storage, source, clock, random }: Preparing): Promise<InstallKeys> {
  if ((await source.read()).held.length === 0) await makeFirstKey(storage, source, random);
  const keys = await openKeys({ storage, source, clock, random });
  const masterKeys = createMasterKeys({ keys, clock, random });
  await applyWantedKey({
    storage,
    masterKeys,
    clock,
    random,
    actor: { type: "system" },
    request: { id: random.uuid(), ipAddress: null, userAgent: null, interface: "system" },
  });
  return keys;
}

async function makeFirstKey(storage: Storage, source: MasterKeySource, random: Random): Promise<void> {
  const { keyCanary, masterKeyFingerprint } = await storage.install.get();
  if (keyCanary !== null || (await storage.users.list()).length > 0) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `The master key file ${source.place} is missing, but the database holds data under a key ` +
        `(fingerprint ${masterKeyFingerprint ?? "unknown"}): put the file back from your backup, or set APP_MASTER_KEY.`,
    );
  }
  await source.createFirst(random);
}
