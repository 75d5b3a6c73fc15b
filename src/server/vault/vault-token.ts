import { z } from "zod";
import type { Clock } from "@/server/clock";
import type { Logger } from "@/server/observability/logger";
import type { VaultTokenInfo } from "@/server/vault/vault.port";
import { VaultError } from "@/server/vault/vault-error";
import { isDone, readReply, refusal } from "@/server/vault/vault-reply";
import type { VaultReply, VaultTransport } from "@/server/vault/vault-transport";
import { Secret } from "@/shared/secret";
import type { VaultOptions } from "@/shared/settings/vault-options";

/** A token is renewed when this part of its life is over. */
const RENEW_AFTER = 2 / 3;
/** A renewal that failed is tried again after this long, or sooner where the token ends sooner. */
const RETRY_MS = 30_000;
/** No token is renewed more often than this. */
const LEAST_MS = 1000;

const lookupSchema = z.object({
  data: z.object({ ttl: z.number().int(), renewable: z.boolean().optional() }),
});
const authSchema = z.object({
  auth: z.object({
    client_token: z.string().min(1),
    lease_duration: z.number().int(),
    renewable: z.boolean(),
  }),
});

interface HeldToken extends VaultTokenInfo {
  readonly token: Secret;
  /** When it is to be renewed; null for one that does not end. */
  readonly renewAt: Date | null;
}

export interface VaultTokens {
  /** A token that is good as far as is known: signs in, renews it where that is due. */
  current(): Promise<HeldToken>;
  /** After a refusal: another token where signing in again gives one, else null. */
  replaced(refused: Secret): Promise<HeldToken | null>;
  /** Renews ahead of the end until the signal; never throws. */
  keepRenewed(signal: AbortSignal): Promise<void>;
}

/**
 * The token of this process. A given token is looked up once and renewed; AppRole signs in, renews, and signs in
 * again where the token has reached its longest life or was revoked.
 */
export function createVaultTokens(
  transport: VaultTransport,
  login: VaultOptions["login"],
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): VaultTokens {
  let held: HeldToken | null = null;
  let working: Promise<HeldToken> | null = null;

  function hold(token: Secret, ttlSeconds: number, renewable: boolean): HeldToken {
    const now = clock.now().getTime();
    const endless = ttlSeconds <= 0;
    held = {
      token,
      renewable,
      expiresAt: endless ? null : new Date(now + ttlSeconds * 1000),
      renewAt: endless ? null : new Date(now + Math.max(ttlSeconds * 1000 * RENEW_AFTER, LEAST_MS)),
    };
    return held;
  }

  async function signIn(): Promise<HeldToken> {
    if (login.kind === "token") {
      const what = "auth/token/lookup-self";
      const token = login.token.reveal();
      const reply = await transport({ method: "GET", path: what.split("/"), route: what, token });
      if (!isDone(reply)) throw signInRefused(reply, what, "VAULT_TOKEN");
      const { data } = readReply(lookupSchema, reply, what);
      return hold(login.token, data.ttl, data.renewable === true);
    }
    const what = "auth/approle/login";
    const body = { role_id: login.roleId, secret_id: login.secretId.reveal() };
    const reply = await transport({ method: "POST", path: what.split("/"), route: what, body });
    if (!isDone(reply)) throw signInRefused(reply, what, "VAULT_ROLE_ID and VAULT_SECRET_ID");
    const { auth } = readReply(authSchema, reply, what);
    return hold(new Secret(auth.client_token), auth.lease_duration, auth.renewable);
  }

  /** Null where the server says no: the token has lived as long as it may, or is not renewable. */
  async function renew(token: HeldToken): Promise<HeldToken | null> {
    if (!token.renewable) return null;
    const what = "auth/token/renew-self";
    const request = { method: "POST", path: what.split("/"), route: what } as const;
    const reply = await transport({ ...request, token: token.token.reveal(), body: {} });
    if (!isDone(reply)) {
      if (reply.status < 500) return null;
      throw refusal(reply, what, "");
    }
    const { auth } = readReply(authSchema, reply, what);
    return hold(token.token, auth.lease_duration, auth.renewable);
  }

  async function renewOrSignIn(before: HeldToken): Promise<HeldToken> {
    const renewed = await renew(before);
    // Near the end of its longest life a token is renewed for less and less: then a new one is had.
    const isShort = renewed?.expiresAt != null && renewed.expiresAt <= (before.expiresAt ?? clock.now());
    if (renewed !== null && !isShort) return renewed;
    if (login.kind === "approle") return signIn();
    log.warn(
      { expiresAt: (renewed ?? before).expiresAt?.toISOString() },
      "the token for Vault can't be renewed any more; set a new VAULT_TOKEN before it ends",
    );
    const last = renewed ?? before;
    held = { ...last, renewable: false, renewAt: last.expiresAt };
    return held;
  }

  /** Whoever comes while it is being done waits for the same answer. */
  function once(work: () => Promise<HeldToken>): Promise<HeldToken> {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  const isDue = (token: HeldToken): boolean => token.renewAt !== null && token.renewAt <= clock.now();
  const hasEnded = (token: HeldToken): boolean => token.expiresAt !== null && token.expiresAt <= clock.now();

  async function current(): Promise<HeldToken> {
    const known = held;
    if (known === null || hasEnded(known)) return once(signIn);
    if (!isDue(known)) return known;
    try {
      return await once(() => renewOrSignIn(known));
    } catch (error) {
      // It still serves: whoever asks should not fail because it could not be made to last.
      log.warn({ err: error }, "the token for Vault was not renewed");
      const retryAt = Math.min(clock.now().getTime() + RETRY_MS, known.expiresAt?.getTime() ?? Infinity);
      held = { ...known, renewAt: new Date(retryAt) };
      return known;
    }
  }

  return {
    current,
    replaced: async (refused) => {
      if (login.kind === "token") return null;
      const known = held;
      return known !== null && known.token !== refused ? known : once(signIn);
    },
    keepRenewed: async (signal) => {
      while (!signal.aborted) {
        const token = await current().catch((error: unknown) => {
          log.warn({ err: error }, "Vault gives no token");
          return null;
        });
        if (token?.renewAt === null) return;
        const waitMs = token === null ? RETRY_MS : token.renewAt.getTime() - clock.now().getTime();
        await clock.sleep(Math.max(waitMs, LEAST_MS), signal);
      }
    },
  };
}

function signInRefused(reply: VaultReply, what: string, variables: string): VaultError {
  if (reply.status === 403 || reply.status === 400) {
    return new VaultError(
      "denied",
      `Vault does not accept ${variables}: it ended, was revoked, or is wrong. Set it anew and restart.`,
    );
  }
  return refusal(reply, what, "Check that the auth method is enabled, and VAULT_NAMESPACE.");
}
