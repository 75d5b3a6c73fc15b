import { createHmac } from "node:crypto";
import type { Random } from "@/server/random";
import { Secret } from "@/shared/secret";

const PREFIX = "whsec_";

/** A new secret for a webhook: `whsec_` and 32 random bytes in base64, as Standard Webhooks wants (24 to 64 bytes). */
export function newSigningSecret(random: Random): Secret {
  return new Secret(PREFIX + random.bytes(32).toString("base64"));
}

/**
 * The value of `webhook-signature`: `v1,` and the base64 HMAC-SHA256 over `id.timestamp.body`, with the bytes behind
 * `whsec_` as the key (Standard Webhooks specification, symmetric signatures).
 */
export function webhookSignature(secret: Secret, id: string, timestampSeconds: number, body: string): string {
  const key = Buffer.from(secret.reveal().slice(PREFIX.length), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64");
  return `v1,${digest}`;
}
