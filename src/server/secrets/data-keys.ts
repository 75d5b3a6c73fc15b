import { createSecretKey, type KeyObject } from "node:crypto";
import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import type { KeyRing } from "@/server/secrets/key-ring";
import type { MasterKey } from "@/server/secrets/master-key";
import { unwrapKey, wrapKey } from "@/server/secrets/wrapped-key";
import type { DataKeyRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { AUDIT_EVENTS } from "@/shared/audit-events";

const KEY_BYTES = 32;
const MAX_CACHED_KEYS = 256;

export interface DataKey {
  readonly id: string;
  readonly ownerId: string;
  readonly key: KeyObject;
}

export interface DataKeys {
  /** The owner's key; made, with its audit event, in this transaction if there is none. Null if it cannot be unwrapped. */
  ofOwner(tx: StorageTx, ownerId: string): Promise<DataKey | null>;
  /** The key with this id, or null when it is unknown or was altered. */
  byId(tx: StorageTx, id: string): Promise<DataKey | null>;
  /** Gives the owner a new key, and retires the ones of before. */
  renew(tx: StorageTx, ownerId: string): Promise<void>;
}

interface DataKeysOptions {
  readonly ring: Pick<KeyRing, "byFingerprint">;
  readonly clock: Clock;
  readonly random: Random;
}

/** Data keys: one an owner, stored wrapped by a master key, the last ones used kept unwrapped in memory. */
export function createDataKeys({ ring, clock, random }: DataKeysOptions): DataKeys {
  const cache = new Map<string, DataKey>();

  function remember(dataKey: DataKey): DataKey {
    const oldest = cache.keys().next().value;
    if (cache.size >= MAX_CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
    cache.set(dataKey.id, dataKey);
    return dataKey;
  }

  function cached(id: string): DataKey | null {
    const dataKey = cache.get(id);
    if (dataKey === undefined) return null;
    cache.delete(id);
    return remember(dataKey);
  }

  async function unwrap(record: DataKeyRecord): Promise<DataKey | null> {
    const bytes = await unwrapDataKey(ring, record);
    if (bytes === null) return null;
    const dataKey = { id: record.id, ownerId: record.ownerId, key: createSecretKey(bytes) };
    bytes.fill(0);
    return remember(dataKey);
  }

  async function create(tx: StorageTx, ownerId: string): Promise<DataKey> {
    const masterKey = await activeMasterKey(tx, ring);
    const id = random.uuid();
    const bytes = random.bytes(KEY_BYTES);
    const now = clock.now();
    const wrappedKey = wrapDataKey(masterKey, random, { id, ownerId }, bytes);
    const dataKey = { id, ownerId, key: createSecretKey(bytes) };
    bytes.fill(0);
    await tx.dataKeys.create({
      id,
      ownerId,
      wrappedKey,
      masterKeyFingerprint: masterKey.fingerprint,
      createdAt: now,
      retiredAt: null,
    });
    await tx.audit.append({
      id: random.uuid(),
      occurredAt: now.toISOString(),
      eventType: "KEY_CREATED",
      severity: "INFO",
      outcome: "success",
      user: "system",
      userId: null,
      targetType: AUDIT_EVENTS.KEY_CREATED.targetType,
      targetId: id,
      sessionId: null,
      ipAddress: null,
      userAgent: null,
      requestId: id,
      interface: "system",
      details: { ownerId, masterKeyFingerprint: masterKey.fingerprint },
    });
    // A key whose transaction is rolled back may stay in the cache: no row and no text will ever name it.
    return remember(dataKey);
  }

  // Writing to the owner's row holds it: a second first use waits here and then finds the key.
  const hold = (tx: StorageTx, ownerId: string) => tx.users.update(ownerId, { updatedAt: clock.now() });

  return {
    ofOwner: async (tx, ownerId) => {
      let record = await tx.dataKeys.byOwner(ownerId);
      if (record === null) {
        await hold(tx, ownerId);
        record = await tx.dataKeys.byOwner(ownerId);
      }
      if (record === null) return create(tx, ownerId);
      return cached(record.id) ?? unwrap(record);
    },
    byId: async (tx, id) => {
      const known = cached(id);
      if (known !== null) return known;
      const record = await tx.dataKeys.byId(id);
      return record === null ? null : unwrap(record);
    },
    renew: async (tx, ownerId) => {
      await hold(tx, ownerId);
      await tx.dataKeys.retireAllOf(ownerId, clock.now());
      await create(tx, ownerId);
    },
  };
}

type DataKeyPlace = Pick<DataKeyRecord, "id" | "ownerId">;

/** The data key under a master key, for its row. */
export function wrapDataKey(
  masterKey: MasterKey,
  random: Random,
  { id, ownerId }: DataKeyPlace,
  bytes: Buffer,
): string {
  return wrapKey(masterKey, random, bytes, "data_key", id, ownerId);
}

/** The bytes, which the caller zeroes; null where the master key is not held or the row was altered. */
export async function unwrapDataKey(
  ring: Pick<KeyRing, "byFingerprint">,
  { id, ownerId, wrappedKey, masterKeyFingerprint }: DataKeyRecord,
): Promise<Buffer | null> {
  const masterKey = await ring.byFingerprint(masterKeyFingerprint);
  return masterKey === null ? null : unwrapKey(masterKey, wrappedKey, "data_key", id, ownerId);
}

/** The master key that the database says is the active one. Throws STORAGE_READ_ERROR where this process lacks it. */
async function activeMasterKey(tx: StorageTx, ring: Pick<KeyRing, "byFingerprint">): Promise<MasterKey> {
  // Held, so that a change of the master key that is going on waits for this data key, or this for the change.
  const { masterKeyFingerprint } = await tx.install.hold();
  const key = masterKeyFingerprint === null ? null : await ring.byFingerprint(masterKeyFingerprint);
  if (key === null) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `This process does not hold the master key ${masterKeyFingerprint ?? "of this database"}`,
    );
  }
  return key;
}
