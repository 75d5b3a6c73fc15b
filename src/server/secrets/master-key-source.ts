import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "@/server/random";
import { createKeyFile, readKeyFile, systemErrorOf } from "@/server/secrets/key-file";
import { promoteKeyFile, rewrapKeyFiles, takeAwayKeyFiles } from "@/server/secrets/key-folder";
import {
  type MasterKey,
  masterKeyOf,
  masterKeyOfBytes,
  newMasterKeyBytes,
} from "@/server/secrets/master-key";
import type { GeneratedKey, KeyFate, KeySource } from "@/server/secrets/master-keys.port";
import type { Transit } from "@/server/secrets/transit.port";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** What the environment says of master keys. */
export interface MasterKeySettings {
  /** `APP_MASTER_KEY`: 32 bytes in base64. */
  readonly masterKey: Secret | undefined;
  /** `APP_MASTER_KEY_PREVIOUS`, likewise. */
  readonly previousMasterKey: Secret | undefined;
  /** Absolute path of the key file. */
  readonly masterKeyFile: string;
  /** Whether the key file is our own rather than one that the operator names. */
  readonly isOwnKeyFile: boolean;
  /** Our own key files are in its folder `keys`. */
  readonly dataDir: string;
}

/** A key and where it was found, in words for people. */
export interface HeldKey {
  readonly key: MasterKey;
  readonly place: string;
}

export interface SourcedKeys {
  /** The key that the database is to be written with from the next change on; null where there is none yet. */
  readonly wanted: MasterKey | null;
  /** Every key that is there. */
  readonly held: readonly HeldKey[];
}

/** Where master keys come from, and where new ones go. */
export interface MasterKeySource extends KeySource {
  /** Reads them all anew. Throws one error with its remedy where a key that must be there cannot be read. */
  read(): Promise<SourcedKeys>;
  /** Makes the first key of an install; false where there is one. */
  createFirst(random: Random): Promise<boolean>;
  /** Makes the next key: beside the present one, or handed out where the operator keeps the keys. */
  generate(random: Random): Promise<GeneratedKey>;
  /** Gives the file of the active key its lasting name. */
  settle(active: string, random: Random): Promise<void>;
  /** Takes a key away that nothing needs; returns the places that only the operator can clear. */
  remove(fingerprint: string, fate: KeyFate, random: Random): Promise<string[]>;
}

const KEY_FILE = /^(?:master|next|[0-9a-f]{16})\.key(?:\.vault)?$/;

/** Vault's own words, and what they mean for the start. */
async function unwrap(transit: Transit, text: string, path: string): Promise<Buffer> {
  try {
    return await transit.unwrap(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(
      error.code,
      `The master key in ${path} is wrapped by Vault and could not be unwrapped: ${error.message} ` +
        "Without it nothing can be read: see that Vault is reachable and unsealed, and that VAULT_TRANSIT_KEY may be used.",
      { cause: error },
    );
  }
}

/**
 * All master keys there are: from variables, from a file that the operator names, and from the files in our own
 * folder, plain or, where `transit` is given, wrapped by Vault. Which of them is the active one, the database says.
 */
export function createMasterKeySource(
  settings: MasterKeySettings,
  transit: Transit | null = null,
): MasterKeySource {
  const { masterKey: given, previousMasterKey: previous, masterKeyFile: keyFile, isOwnKeyFile } = settings;
  const folder = join(settings.dataDir, "keys");
  const kind = given !== undefined ? "variable" : transit !== null ? "vault" : "file";
  const keepsKeys = kind === "vault" || (kind === "file" && isOwnKeyFile);
  const extension = kind === "vault" ? ".key.vault" : ".key";
  const fileOf = (name: string) => join(folder, `${name}${extension}`);
  const place = kind === "variable" ? "APP_MASTER_KEY" : keepsKeys ? fileOf("master") : keyFile;
  // Vault is asked once for each wrapped text, so that its keys are still there while it is away.
  const unwrapped = new Map<string, MasterKey>();

  async function openFile(path: string): Promise<MasterKey> {
    const text = (await readKeyFile(path)).trim();
    if (transit === null || !path.endsWith(".vault")) return masterKeyOf(text, path);
    const known = unwrapped.get(text);
    if (known !== undefined) return known;
    const key = masterKeyOfBytes(await unwrap(transit, text, path), path);
    unwrapped.set(text, key);
    return key;
  }

  async function ownFiles(): Promise<string[]> {
    try {
      const names = (await readdir(folder)).filter((name) => KEY_FILE.test(name)).toSorted();
      return names.filter((name) => transit !== null || !name.endsWith(".vault"));
    } catch (error) {
      if (systemErrorOf(error) === "ENOENT") return [];
      throw new AppError(
        "STORAGE_PERMISSION_ERROR",
        `The key folder ${folder} cannot be read (${systemErrorOf(error)}). Give the user of Wheelhouse access to it.`,
        { cause: error },
      );
    }
  }

  const ownPaths = async () => (await ownFiles()).map((name) => join(folder, name));

  async function heldKeys(): Promise<HeldKey[]> {
    const held: HeldKey[] = [];
    if (given !== undefined) {
      held.push({ key: masterKeyOf(given.reveal(), "APP_MASTER_KEY"), place: "APP_MASTER_KEY" });
    }
    if (previous !== undefined) {
      const name = "APP_MASTER_KEY_PREVIOUS";
      held.push({ key: masterKeyOf(previous.reveal(), name), place: name });
    }
    if (!isOwnKeyFile) held.push({ key: await openFile(keyFile), place: keyFile });
    for (const path of await ownPaths()) {
      held.push({ key: await openFile(path), place: path });
    }
    return held;
  }

  async function wrapped(bytes: Buffer): Promise<string> {
    return kind === "vault" && transit !== null ? transit.wrap(bytes) : bytes.toString("base64");
  }

  return {
    kind,
    place,
    keepsKeys,
    read: async () => {
      const held = await heldKeys();
      const at = (where: string) => held.find((one) => one.place === where)?.key ?? null;
      const wanted = keepsKeys ? (at(fileOf("next")) ?? at(place)) : at(place);
      return { wanted, held };
    },
    createFirst: async (random) => {
      const bytes = newMasterKeyBytes(random);
      try {
        return await createKeyFile(place, await wrapped(bytes), random);
      } finally {
        bytes.fill(0);
      }
    },
    generate: async (random) => {
      const bytes = newMasterKeyBytes(random);
      try {
        const text = bytes.toString("base64");
        const { fingerprint } = masterKeyOf(text, "memory");
        if (!keepsKeys) return { fingerprint, text: new Secret(text) };
        if (!(await createKeyFile(fileOf("next"), await wrapped(bytes), random))) {
          throw new AppError(
            "API_CONFLICT",
            "There is a new key already that was not applied yet. Apply it first.",
          );
        }
        return { fingerprint, text: null };
      } finally {
        bytes.fill(0);
      }
    },
    settle: async (active, random) => {
      if (!keepsKeys) return;
      if (transit !== null) await rewrapKeyFiles(transit, await ownPaths(), random);
      const held = await heldKeys();
      const at = (where: string) => held.find((one) => one.place === where)?.key.fingerprint;
      const old = at(place);
      if (at(fileOf("next")) !== active) return;
      await promoteKeyFile(fileOf("next"), place, old === undefined ? null : fileOf(old));
    },
    remove: async (fingerprint, fate, random) => {
      const held = (await heldKeys()).filter(({ key }) => key.fingerprint === fingerprint);
      const places = held.map((one) => one.place);
      const own = (await ownPaths()).filter((path) => places.includes(path));
      await takeAwayKeyFiles(own, fate, random);
      return places.filter((one) => !own.includes(one));
    },
  };
}
