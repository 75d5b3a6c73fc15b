import { VaultError } from "@/server/vault/vault-error";
import type { VaultTokens } from "@/server/vault/vault-token";
import type { VaultReply, VaultRequest, VaultTransport } from "@/server/vault/vault-transport";

/** Sends a request with the token of this process. Replies of any status but 403 and 5xx are the caller's to judge. */
export type VaultAccess = (request: Omit<VaultRequest, "token">) => Promise<VaultReply>;

/**
 * Adds the token. A refused one is replaced once where AppRole gives another: nothing was done by then. A 5xx is
 * told as `sealed` where the server says so, else as `unreachable`.
 */
export function createVaultAccess(
  transport: VaultTransport,
  tokens: VaultTokens,
  address: string,
  isSealed: () => Promise<boolean>,
): VaultAccess {
  async function judged(reply: VaultReply): Promise<VaultReply> {
    if (reply.status < 500) return reply;
    if (await isSealed()) throw sealed(address);
    const message = `Vault at ${address} answered with HTTP ${reply.status}. Look at its log.`;
    throw new VaultError("unreachable", message);
  }

  return async (request) => {
    const signedIn = await tokens.current().catch(async (error: unknown) => {
      // A sealed server refuses the sign-in too, and being sealed is what has to be told.
      if (error instanceof VaultError && error.kind === "unexpected" && (await isSealed()))
        throw sealed(address);
      throw error;
    });
    const reply = await transport({ ...request, token: signedIn.token.reveal() });
    if (reply.status !== 403) return judged(reply);
    const other = await tokens.replaced(signedIn.token);
    return other === null ? reply : judged(await transport({ ...request, token: other.token.reveal() }));
  };
}

function sealed(address: string): VaultError {
  return new VaultError("sealed", `Vault at ${address} is sealed. Unseal it; nothing was lost.`);
}
