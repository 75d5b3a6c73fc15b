import { createGuardrails, generateSync } from "otplib";
import { z } from "zod";

/** 80 bits, as short as brokers' secrets are; otplib's own minimum of 128 would refuse them. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/** A base32 secret as people paste it: spaces, hyphens, small letters and padding are mended. */
export const totpSecretSchema = z
  .string()
  .max(256)
  .transform((text) => text.replace(/[\s-]/g, "").replace(/=+$/, "").toUpperCase())
  .refine(isUsable, "Not a base32 secret");

/** The authenticator app's code at a time (RFC 6238: SHA-1, six digits, thirty seconds). */
export function oneTimeCode(secret: string, now: Date): string {
  return generateSync({ secret, epoch: Math.floor(now.getTime() / 1000), guardrails });
}

/** Whether otplib can make codes from it: only its own decoder knows which lengths are whole bytes. */
function isUsable(secret: string): boolean {
  try {
    generateSync({ secret, epoch: 0, guardrails });
    return true;
  } catch {
    return false;
  }
}
