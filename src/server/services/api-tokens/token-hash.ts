import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "@/shared/secret";

/** What is stored of a token's secret: SHA-256, hexadecimal. 256 random bits need no slow hash. */
export function secretHashOf(secret: Secret): string {
  return createHash("sha256").update(secret.reveal()).digest("hex");
}

/** Whether the secret is the one behind the hash, in the same time for all that are not. */
export function matchesHash(secret: Secret, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(secretHashOf(secret), "hex"), Buffer.from(secretHash, "hex"));
}
