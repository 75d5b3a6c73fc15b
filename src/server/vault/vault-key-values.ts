import { z } from "zod";
import type { VaultKeyValues } from "@/server/vault/vault.port";
import type { VaultAccess } from "@/server/vault/vault-access";
import { VaultError } from "@/server/vault/vault-error";
import { isDone, isNothingThere, readReply, refusal } from "@/server/vault/vault-reply";
import { segments } from "@/server/vault/vault-transport";
import type { VaultOptions } from "@/shared/settings/vault-options";

const secretSchema = z.object({
  data: z.object({
    data: z.record(z.string(), z.string()),
    metadata: z.object({ version: z.number().int().positive() }),
  }),
});
const writtenSchema = z.object({ data: z.object({ version: z.number().int().positive() }) });
const keysSchema = z.object({ data: z.object({ keys: z.array(z.string()) }) });

/** Key-value store, version 2: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2. */
export function createVaultKeyValues(
  access: VaultAccess,
  { kvMount }: Pick<VaultOptions, "kvMount">,
): VaultKeyValues {
  const mount = segments(kvMount);
  const at = (kind: "data" | "metadata", path: readonly string[]) => ({
    path: [...mount, kind, ...path],
    route: `${kvMount}/${kind}/:path`,
  });
  const remedy = `Mount a key-value store (version 2) at ${kvMount}, or mend VAULT_KV_MOUNT.`;

  return {
    read: async (path) => {
      const where = at("data", path);
      const reply = await access({ method: "GET", ...where });
      if (isNothingThere(reply)) return null;
      if (!isDone(reply)) throw refusal(reply, `read ${where.route}`, remedy);
      const { data } = readReply(secretSchema, reply, `read ${where.route}`);
      return { data: data.data, version: data.metadata.version };
    },

    write: async (path, data, expected) => {
      const where = at("data", path);
      const options = expected === undefined ? {} : { options: { cas: expected } };
      const reply = await access({ method: "POST", ...where, body: { data, ...options } });
      if (reply.status === 400 && expected !== undefined) {
        throw new VaultError("conflict", "The secret in Vault was changed by somebody else meanwhile.");
      }
      if (!isDone(reply)) throw refusal(reply, `write ${where.route}`, remedy);
      return readReply(writtenSchema, reply, `write ${where.route}`).data.version;
    },

    remove: async (path) => {
      const where = at("metadata", path);
      const reply = await access({ method: "DELETE", ...where });
      if (!isDone(reply) && !isNothingThere(reply)) throw refusal(reply, `delete ${where.route}`, remedy);
    },

    list: async (path) => {
      const where = at("metadata", path);
      // The documented spelling for clients that have no LIST method.
      const reply = await access({ method: "GET", ...where, query: "?list=true" });
      if (isNothingThere(reply)) return [];
      if (!isDone(reply)) throw refusal(reply, `list ${where.route}`, remedy);
      return readReply(keysSchema, reply, `list ${where.route}`).data.keys;
    },
  };
}
