import type { HttpClient, HttpMethod, HttpReply } from "@/server/http/http.port";
import { VaultError } from "@/server/vault/vault-error";
import { AppError } from "@/shared/app-error";
import type { VaultOptions } from "@/shared/settings/vault-options";

/** One request of Vault's HTTP API. */
export interface VaultRequest {
  readonly method: HttpMethod;
  /** Segments after `/v1/`, not escaped. */
  readonly path: readonly string[];
  /** What the log may show: the path without names of ours. */
  readonly route: string;
  readonly query?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  /** For what only the root namespace answers, such as `sys/health`. */
  readonly ofRoot?: boolean;
}

export interface VaultReply {
  readonly status: number;
  /** Parsed JSON; null for an empty body. */
  readonly body: unknown;
}

/** Sends one request once. Throws VaultError `unreachable`, `tls` or `unexpected`; statuses are the caller's to judge. */
export type VaultTransport = (request: VaultRequest) => Promise<VaultReply>;

/** A mount or prefix such as `teams/one`, as segments. */
export const segments = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** Vault's API as JSON over HTTP: https://developer.hashicorp.com/vault/api-docs. */
export function createVaultTransport(
  http: HttpClient,
  { address, namespace }: Pick<VaultOptions, "address" | "namespace">,
): VaultTransport {
  return async ({ method, path, route, query = "", body, token, ofRoot = false }) => {
    const url = `${address}/v1/${path.map(encodeURIComponent).join("/")}${query}`;
    let reply: HttpReply;
    try {
      reply = await http.send({
        method,
        url,
        route,
        headers: {
          // Vault Agent refuses requests without it where it is told to guard against forged ones.
          "x-vault-request": "true",
          ...(namespace === undefined || ofRoot ? {} : { "x-vault-namespace": namespace }),
          ...(token === undefined ? {} : { "x-vault-token": token }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw failedBecause(error, address);
    }
    return { status: reply.status, body: parsed(reply.body, address) };
  };
}

function failedBecause(error: unknown, address: string): VaultError {
  const code = error instanceof AppError ? error.code : null;
  if (code === "CONN_SSL_ERROR") {
    const message = `The certificate of Vault at ${address} is not trusted. Set VAULT_CACERT to the PEM file of the authority that signed it.`;
    return new VaultError("tls", message, { cause: error });
  }
  if (code === "CONN_UNEXPECTED_REPLY") return notVault(address);
  const message = `Vault at ${address} can't be reached. Start it, or mend VAULT_ADDR and the way there.`;
  return new VaultError("unreachable", message, { cause: error });
}

function parsed(text: string, address: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // The text may hold a secret: neither it nor the parser's message goes into an error.
    throw notVault(address);
  }
}

function notVault(address: string): VaultError {
  return new VaultError(
    "unexpected",
    `What answers at ${address} does not answer as Vault does. Mend VAULT_ADDR.`,
  );
}
