import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { type Random, systemRandom } from "@/server/random";
import { AppError } from "@/shared/app-error";

const KEY_BYTES = 32;
const FILE_MODE = 0o600;
const nodeErrorSchema = z.object({ code: z.string() });

/** The key that wraps all others. Its bytes live in a `KeyObject`, which prints and serialises as nothing. */
export interface MasterKey {
  readonly key: KeyObject;
  /** Key for lookups by value, derived from the master key under its own label. */
  readonly lookupKey: KeyObject;
  /** Tells keys apart for people: 16 hexadecimal digits of a keyed hash, from which the key cannot be found. */
  readonly fingerprint: string;
}

export interface MasterKeySource {
  /** `APP_MASTER_KEY`: 32 bytes in base64. Wins over the file. */
  readonly environmentValue: string | undefined;
  readonly keyFilePath: string;
}

function masterKeyOf(text: string, origin: string): MasterKey {
  const bytes = Buffer.from(text.trim(), "base64");
  if (bytes.length !== KEY_BYTES || !/^[A-Za-z0-9+/]{43}=$/.test(text.trim())) {
    bytes.fill(0);
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      `The master key in ${origin} is not 32 bytes in base64. Put back the key of this install, or restore it from your backup.`,
    );
  }
  const lookupBytes = Buffer.from(hkdfSync("sha256", bytes, "", "wheelhouse lookup key v1", KEY_BYTES));
  const masterKey: MasterKey = {
    key: createSecretKey(bytes),
    lookupKey: createSecretKey(lookupBytes),
    fingerprint: createHmac("sha256", bytes).update("wheelhouse master key v1").digest("hex").slice(0, 16),
  };
  bytes.fill(0);
  lookupBytes.fill(0);
  return masterKey;
}

function errorCodeOf(error: unknown): string {
  const parsed = nodeErrorSchema.safeParse(error);
  return parsed.success ? parsed.data.code : "unknown";
}

/**
 * Reads the master key from `APP_MASTER_KEY` or else from the key file, which only its owner may read (mode 600).
 * Throws VALIDATION_INVALID_INPUT for a value that is not a key, STORAGE_READ_ERROR where there is none and
 * STORAGE_PERMISSION_ERROR for a file that others can read; each message names the remedy.
 */
export async function loadMasterKey(source: MasterKeySource): Promise<MasterKey> {
  if (source.environmentValue !== undefined && source.environmentValue.trim() !== "") {
    return masterKeyOf(source.environmentValue, "APP_MASTER_KEY");
  }
  const path = source.keyFilePath;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new AppError(
        "STORAGE_PERMISSION_ERROR",
        `Other users of this machine can read the master key file ${path}. Run: chmod 600 '${path}'`,
      );
    }
    return masterKeyOf(await readFile(path, "utf8"), path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "STORAGE_READ_ERROR",
      `The master key could not be read from ${path} (${errorCodeOf(error)}). Put the key file back, or set APP_MASTER_KEY.`,
      { cause: error },
    );
  }
}

/**
 * Makes a key file with mode 600, whole or not at all. True when it was made; false when there is a file already,
 * which is never overwritten. Throws STORAGE_WRITE_ERROR where the folder cannot be written.
 */
export async function createMasterKeyFile(path: string, random: Random = systemRandom): Promise<boolean> {
  const draft = `${path}.${random.uuid()}`;
  const bytes = random.bytes(KEY_BYTES);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, "wx", FILE_MODE);
    try {
      await file.writeFile(`${bytes.toString("base64")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      // A link fails where the name is taken: of two starts at once, one makes the key and both use it.
      await link(draft, path);
      return true;
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    if (errorCodeOf(error) === "EEXIST") return false;
    throw new AppError(
      "STORAGE_WRITE_ERROR",
      `The master key file ${path} could not be made (${errorCodeOf(error)}). Check that its folder can be written, or set APP_MASTER_KEY.`,
      { cause: error },
    );
  } finally {
    bytes.fill(0);
  }
}
