import { createHmac } from "node:crypto";
import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { Cipher, CipherBinding } from "@/server/secrets/cipher.port";
import { createDataKeys, type DataKey } from "@/server/secrets/data-keys";
import { createFileCipher } from "@/server/secrets/file-cipher";
import type { InstallKeys } from "@/server/secrets/open-keys";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const VERSION = "v1";
const NONCE_BYTES = 12;

interface EnvelopeCipherOptions {
  readonly keys: Pick<InstallKeys, "ring" | "secrets">;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * AES-256-GCM under one data key an owner, each wrapped by the master key. Every failure to read is the same
 * STORAGE_READ_ERROR: it tells neither which part differed nor anything of the text.
 */
export function createEnvelopeCipher({ keys, clock, random }: EnvelopeCipherOptions): Cipher {
  const dataKeys = createDataKeys({ ring: keys.ring, clock, random });

  function sealWith({ id, key }: DataKey, binding: CipherBinding, bytes: Uint8Array): string {
    const sealed = seal(key, random.bytes(NONCE_BYTES), bytes, place(binding, id));
    return `${VERSION}.${id}.${sealed}`;
  }

  async function openText(tx: StorageTx, binding: CipherBinding, ciphertext: string): Promise<Buffer> {
    const [version, dataKeyId, nonce, sealed, ...rest] = ciphertext.split(".");
    if (version !== VERSION || dataKeyId === undefined || nonce === undefined) throw unreadable();
    if (sealed === undefined || rest.length > 0) throw unreadable();
    const dataKey = await dataKeys.byId(tx, dataKeyId);
    if (dataKey?.ownerId !== binding.ownerId) throw unreadable();
    const bytes = open(dataKey.key, nonce, sealed, place(binding, dataKeyId));
    if (bytes === null) throw unreadable();
    return bytes;
  }

  return {
    encrypt: async (tx, binding, plaintext) => {
      const dataKey = await dataKeys.ofOwner(tx, binding.ownerId);
      if (dataKey === null) throw unreadable();
      return plaintext.use((bytes) => sealWith(dataKey, binding, bytes));
    },

    // Never a text on the way: that could not be wiped.
    decrypt: async (tx, binding, ciphertext) => new Secret(await openText(tx, binding, ciphertext)),

    reseal: async (tx, binding, ciphertext) => {
      const dataKey = await dataKeys.ofOwner(tx, binding.ownerId);
      if (dataKey === null) throw unreadable();
      if (ciphertext.startsWith(`${VERSION}.${dataKey.id}.`)) return null;
      const bytes = await openText(tx, binding, ciphertext);
      try {
        return sealWith(dataKey, binding, bytes);
      } finally {
        bytes.fill(0);
      }
    },

    renewKey: (tx, ownerId) => dataKeys.renew(tx, ownerId),

    fingerprint: (purpose, value) =>
      createHmac("sha256", keys.secrets.lookupKey).update(associatedData(purpose, value)).digest("base64url"),

    files: createFileCipher(keys.secrets.fileKey, random),
  };
}

function place(binding: CipherBinding, dataKeyId: string): Buffer {
  return associatedData(binding.table, binding.rowId, binding.ownerId, binding.field, dataKeyId, VERSION);
}

function unreadable(): AppError {
  return new AppError("STORAGE_READ_ERROR", "A stored secret failed its integrity check");
}
