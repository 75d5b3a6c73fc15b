import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What an engine of the simulated Vault answers; undefined is an empty 204. */
export interface EngineReply {
  readonly status: number;
  readonly body?: unknown;
}

interface Version {
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

const NOTHING: EngineReply = { status: 404, body: { errors: [] } };
export const failing = (status: number, ...errors: string[]): EngineReply => ({ status, body: { errors } });
const giving = (data: unknown): EngineReply => ({ status: 200, body: { data } });

/** Key-value store, version 2: versions, check-and-set, deletion of all metadata, lists. */
export class SimulatedKeyValues {
  readonly secrets = new Map<string, Version[]>();

  answer(
    method: string,
    kind: string,
    path: string,
    body: Record<string, unknown>,
    list: boolean,
    now: Date,
  ): EngineReply {
    if (kind === "metadata" && list) return this.#list(path);
    if (kind === "metadata" && method === "DELETE") {
      this.secrets.delete(path);
      return { status: 204 };
    }
    if (kind !== "data") return failing(405, "unsupported operation");
    const versions = this.secrets.get(path) ?? [];
    if (method === "GET") {
      const last = versions.at(-1);
      if (last === undefined) return NOTHING;
      return giving({ data: last.data, metadata: this.#metadata(last, versions.length) });
    }
    const options = body["options"] as { cas?: number } | undefined;
    if (options?.cas !== undefined && options.cas !== versions.length) {
      return failing(400, "check-and-set parameter did not match the current version");
    }
    const written = { data: body["data"] as Record<string, unknown>, createdAt: now };
    this.secrets.set(path, [...versions, written]);
    return giving(this.#metadata(written, versions.length + 1));
  }

  #metadata({ createdAt }: Version, version: number) {
    return {
      created_time: createdAt.toISOString(),
      custom_metadata: null,
      deletion_time: "",
      destroyed: false,
      version,
    };
  }

  #list(path: string): EngineReply {
    const prefix = path === "" ? "" : `${path.replace(/\/$/, "")}/`;
    const below = [...this.secrets.keys()].filter((one) => one.startsWith(prefix));
    const keys = new Set(below.map((one) => one.slice(prefix.length).replace(/\/.*$/, "/")));
    return keys.size === 0 ? NOTHING : giving({ keys: [...keys].sort() });
  }
}

/** Transit engine with AES-256-GCM: 12 bytes of nonce before the ciphertext, as Vault has it. */
export class SimulatedTransit {
  readonly keys = new Map<string, Buffer[]>();

  answer(method: string, verb: string, key: string, body: Record<string, unknown>): EngineReply {
    const versions = this.keys.get(key);
    if (verb === "keys" && method === "GET") {
      if (versions === undefined) return NOTHING;
      const numbers = Object.fromEntries(versions.map((_, index) => [String(index + 1), 1_700_000_000]));
      return giving({
        name: key,
        type: "aes256-gcm96",
        keys: numbers,
        latest_version: versions.length,
        min_decryption_version: 1,
        min_encryption_version: 0,
      });
    }
    if (verb === "keys") {
      if (versions === undefined) this.keys.set(key, [randomBytes(32)]);
      return { status: 204 };
    }
    if (versions === undefined) return failing(400, "encryption key not found");
    if (verb === "encrypt") {
      const bytes = Buffer.from(String(body["plaintext"]), "base64");
      return giving({ ciphertext: seal(versions, bytes), key_version: versions.length });
    }
    const plaintext = unseal(versions, String(body["ciphertext"]));
    if (plaintext === null) return failing(400, "invalid ciphertext: unable to decrypt");
    return verb === "rewrap"
      ? giving({ ciphertext: seal(versions, plaintext), key_version: versions.length })
      : giving({ plaintext: plaintext.toString("base64") });
  }

  /** A new version; what was encrypted before can still be decrypted. */
  rotate(key: string): void {
    this.keys.set(key, [...(this.keys.get(key) ?? []), randomBytes(32)]);
  }
}

function seal(versions: readonly Buffer[], plaintext: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", versions.at(-1) ?? Buffer.alloc(32), nonce);
  const parts = [nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return `vault:v${versions.length}:${Buffer.concat(parts).toString("base64")}`;
}

function unseal(versions: readonly Buffer[], text: string): Buffer | null {
  const [, version, sealed] = /^vault:v(\d+):(.+)$/.exec(text) ?? [];
  const key = versions[Number(version) - 1];
  if (key === undefined || sealed === undefined) return null;
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < 28) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}
