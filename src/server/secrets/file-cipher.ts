import { createSecretKey, type KeyObject, scrypt } from "node:crypto";
import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { FileCipher, SealRefusal } from "@/server/secrets/file-cipher.port";
import type { InstallSecrets } from "@/server/secrets/install-secrets";
import { Secret } from "@/shared/secret";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;

/**
 * 32 MiB and some tenths of a second for each guess. The costs belong to the version `p1` and are never taken from a
 * file, which could ask for any memory. A passphrase is spelled in one way, however a keyboard composes it.
 */
const SCRYPT = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT = /^[A-Za-z0-9_-]{22}$/;

/**
 * AES-256-GCM. `i1.<name of the file key>.<nonce>.<ciphertext and tag>` under the install's own file key; `p1.<salt>.<nonce>.<ciphertext and tag>` under one that scrypt derives
 * from a passphrase. Purpose, version and the field before the nonce are authenticated with it.
 */
export function createFileCipher(fileKey: InstallSecrets["fileKey"], random: Random): FileCipher {
  return {
    seal: async (purpose, content, passphrase) => {
      const version = passphrase === null ? "i1" : "p1";
      const name = passphrase === null ? fileKey.name : random.bytes(SALT_BYTES).toString("base64url");
      const key = passphrase === null ? fileKey.key : await keyOfPassphrase(passphrase, name);
      const bytes = Buffer.from(content.reveal(), "utf8");
      const sealed = seal(key, random.bytes(NONCE_BYTES), bytes, place(purpose, version, name));
      bytes.fill(0);
      return `${version}.${name}.${sealed}`;
    },

    open: async (purpose, text, passphrase) => {
      const [version, name = "", nonce, sealed, ...rest] = text.split(".");
      if (nonce === undefined || sealed === undefined || rest.length > 0) return "seal_not_valid";
      const openWith = (key: KeyObject, refusal: SealRefusal) =>
        textOf(open(key, nonce, sealed, place(purpose, version ?? "", name))) ?? refusal;
      if (version === "i1") {
        return name === fileKey.name ? openWith(fileKey.key, "altered") : "other_install";
      }
      if (version !== "p1" || !SALT.test(name)) return "seal_not_valid";
      if (passphrase === null) return "passphrase_needed";
      return openWith(await keyOfPassphrase(passphrase, name), "passphrase_wrong");
    },
  };
}

function place(purpose: string, version: string, name: string): Buffer {
  return associatedData("file", purpose, version, name);
}

function keyOfPassphrase(passphrase: Secret, salt: string): Promise<KeyObject> {
  const spelled = passphrase.reveal().normalize("NFC");
  return new Promise((resolve, reject) => {
    scrypt(spelled, Buffer.from(salt, "base64url"), KEY_BYTES, SCRYPT, (error, bytes) => {
      if (error !== null) {
        reject(error);
        return;
      }
      resolve(createSecretKey(bytes));
      bytes.fill(0);
    });
  });
}

function textOf(bytes: Buffer | null): Secret | null {
  if (bytes === null) return null;
  const text = new Secret(bytes.toString("utf8"));
  bytes.fill(0);
  return text;
}
