import { createSecretKey, type KeyObject } from "node:crypto";
import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { MasterKey } from "@/server/secrets/master-key";
import type { DataKeyRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AUDIT_EVENTS } from "@/shared/audit-events";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
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
}

interface DataKeysOptions {
  readonly masterKey: MasterKey;
  readonly clock: Clock;
  readonly random: Random;
}

/** Data keys: one an owner, stored wrapped by the master key, the last ones used kept unwrapped in memory. */
export function createDataKeys({ masterKey, clock, random }: DataKeysOptions): DataKeys {
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

  function unwrap(record: DataKeyRecord): DataKey | null {
    const [version, nonce, sealed, ...rest] = record.wrappedKey.split(".");
    if (version !== "v1" || nonce === undefined || sealed === undefined || rest.length > 0) return null;
    const bytes = open(masterKey.key, nonce, sealed, wrapping(record.id, record.ownerId, masterKey));
    if (bytes === null) return null;
    const dataKey = { id: record.id, ownerId: record.ownerId, key: createSecretKey(bytes) };
    bytes.fill(0);
    return remember(dataKey);
  }

  async function create(tx: StorageTx, ownerId: string): Promise<DataKey> {
    const id = random.uuid();
    const bytes = random.bytes(KEY_BYTES);
    const now = clock.now();
    const wrapped = seal(masterKey.key, random.bytes(NONCE_BYTES), bytes, wrapping(id, ownerId, masterKey));
    const dataKey = { id, ownerId, key: createSecretKey(bytes) };
    bytes.fill(0);
    await tx.dataKeys.create({
      id,
      ownerId,
      wrappedKey: `v1.${wrapped}`,
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

  return {
    ofOwner: async (tx, ownerId) => {
      let record = await tx.dataKeys.byOwner(ownerId);
      if (record === null) {
        // Writing to the owner's row holds it: a second first use waits here and then finds the key.
        await tx.users.update(ownerId, { updatedAt: clock.now() });
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
  };
}

function wrapping(id: string, ownerId: string, masterKey: MasterKey): Buffer {
  return associatedData("data_key", id, ownerId, masterKey.fingerprint, "v1");
}
