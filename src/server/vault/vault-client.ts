import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Clock } from "@/server/clock";
import { createHttpClient, type HttpObservation } from "@/server/http/http-client";
import type { Logger } from "@/server/observability/logger";
import type { VaultClient, VaultHealth } from "@/server/vault/vault.port";
import { createVaultAccess } from "@/server/vault/vault-access";
import { VaultError } from "@/server/vault/vault-error";
import { createVaultKeyValues } from "@/server/vault/vault-key-values";
import { readReply } from "@/server/vault/vault-reply";
import { createVaultTokens } from "@/server/vault/vault-token";
import { createVaultTransit } from "@/server/vault/vault-transit";
import { createVaultTransport } from "@/server/vault/vault-transport";
import type { VaultOptions } from "@/shared/settings/vault-options";

const TIMEOUT_MS = 5000;
/** Far above what a secret of ours needs. */
const MAX_REPLY_BYTES = 1_000_000;

const healthSchema = z.object({
  initialized: z.boolean(),
  sealed: z.boolean(),
  standby: z.boolean(),
  version: z.string(),
});

interface VaultClientDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe?: (observation: HttpObservation) => void;
  /** How long connecting, the headers and the body may each take. */
  readonly timeoutMs?: number;
}

/**
 * A client of Vault or OpenBao by its documented HTTP API. It signs in at its first use and follows no redirect: a
 * standby server that forwards none is told as `unexpected`. Throws VaultError `tls` where the file of the
 * certificate authority can't be read.
 */
export async function createVaultClient(options: VaultOptions, deps: VaultClientDeps): Promise<VaultClient> {
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;
  const http = createHttpClient({
    allowedOrigins: [options.address],
    connectTimeoutMs: timeoutMs,
    headersTimeoutMs: timeoutMs,
    bodyTimeoutMs: timeoutMs,
    connections: 4,
    maxReplyBytes: MAX_REPLY_BYTES,
    userAgent: "Wheelhouse",
    certificateAuthority: await certificateAuthority(options.caFile),
    ...(deps.observe === undefined ? {} : { observe: deps.observe }),
  });
  const transport = createVaultTransport(http, options);
  const tokens = createVaultTokens(transport, options.login, deps);
  const renewing = new AbortController();
  let renewal: Promise<void> | null = null;

  async function health(): Promise<VaultHealth> {
    // Its state is in the body: the status differs by it (200, 429, 472, 473, 501, 503).
    const reply = await transport({
      method: "GET",
      path: ["sys", "health"],
      route: "sys/health",
      ofRoot: true,
    });
    return readReply(healthSchema, reply, "sys/health");
  }

  const isSealed = async (): Promise<boolean> => {
    const { sealed, initialized } = await health();
    return sealed || !initialized;
  };
  const access = createVaultAccess(transport, tokens, options.address, isSealed);
  return {
    address: options.address,
    keyValues: createVaultKeyValues(access, options),
    transit: createVaultTransit(access, options),
    health,
    token: async () => {
      const { expiresAt, renewable } = await tokens.current();
      return { expiresAt, renewable };
    },
    startRenewing: () => {
      renewal ??= tokens.keepRenewed(renewing.signal);
    },
    close: async () => {
      renewing.abort();
      await renewal;
      await http.close();
    },
  };
}

async function certificateAuthority(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new VaultError("tls", `The file that VAULT_CACERT names can't be read: ${file}`, { cause });
  }
}
