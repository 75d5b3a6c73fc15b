import { z } from "zod";
import type { Transit } from "@/server/secrets/transit.port";
import type { VaultTransit } from "@/server/vault/vault.port";
import type { VaultAccess } from "@/server/vault/vault-access";
import { VaultError } from "@/server/vault/vault-error";
import { isDone, isNothingThere, readReply, refusal } from "@/server/vault/vault-reply";
import { segments } from "@/server/vault/vault-transport";
import type { VaultOptions } from "@/shared/settings/vault-options";

const ciphertextSchema = z.object({ data: z.object({ ciphertext: z.string().regex(/^vault:v\d+:/) }) });
const plaintextSchema = z.object({ data: z.object({ plaintext: z.string() }) });
const keySchema = z.object({
  data: z.object({
    type: z.string(),
    latest_version: z.number().int(),
    min_decryption_version: z.number().int(),
  }),
});

/** Transit engine: https://developer.hashicorp.com/vault/api-docs/secret/transit. */
export function createVaultTransit(
  access: VaultAccess,
  { transitMount }: Pick<VaultOptions, "transitMount">,
): VaultTransit {
  const mount = segments(transitMount);
  const at = (verb: string, key: string) => ({
    path: [...mount, verb, key],
    route: `${transitMount}/${verb}/:key`,
  });
  const remedy = `Check the transit engine at ${transitMount} (VAULT_TRANSIT_MOUNT) and its key (VAULT_TRANSIT_KEY).`;

  async function post<Shape>(
    verb: string,
    key: string,
    body: Readonly<Record<string, string>>,
    schema: z.ZodType<Shape>,
  ): Promise<Shape> {
    const where = at(verb, key);
    const reply = await access({ method: "POST", ...where, body });
    if (!isDone(reply)) throw refusal(reply, where.route, remedy);
    return readReply(schema, reply, where.route);
  }

  async function keyInfo(key: string) {
    const where = at("keys", key);
    const reply = await access({ method: "GET", ...where });
    if (isNothingThere(reply)) return null;
    if (!isDone(reply)) throw refusal(reply, where.route, remedy);
    const { data } = readReply(keySchema, reply, where.route);
    return {
      type: data.type,
      latestVersion: data.latest_version,
      minDecryptionVersion: data.min_decryption_version,
    };
  }

  return {
    encrypt: async (key, bytes) => {
      // Where the policy allows it Vault makes a key on first use: a mistyped name must not become one.
      if ((await keyInfo(key)) === null) {
        throw new VaultError("missing", `Vault has no transit key named ${key}. ${remedy}`);
      }
      const body = { plaintext: Buffer.from(bytes).toString("base64") };
      return (await post("encrypt", key, body, ciphertextSchema)).data.ciphertext;
    },
    decrypt: async (key, text) => {
      const { data } = await post("decrypt", key, { ciphertext: text }, plaintextSchema);
      return Buffer.from(data.plaintext, "base64");
    },
    rewrap: async (key, text) =>
      (await post("rewrap", key, { ciphertext: text }, ciphertextSchema)).data.ciphertext,
    key: keyInfo,
    createKey: async (key) => {
      const where = at("keys", key);
      const reply = await access({ method: "POST", ...where, body: { type: "aes256-gcm96" } });
      if (!isDone(reply)) throw refusal(reply, where.route, remedy);
    },
  };
}

/** One key of the transit engine as the thing that wraps master keys. */
export function createTransit(transit: VaultTransit, key: string): Transit {
  return {
    wrap: (bytes) => transit.encrypt(key, bytes),
    unwrap: (text) => transit.decrypt(key, text),
    rewrap: (text) => transit.rewrap(key, text),
  };
}
