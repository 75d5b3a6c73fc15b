import { createHash } from "node:crypto";
import type { Random } from "@/server/random";
import { Secret } from "@/shared/secret";

const TOKEN_BYTES = 32;

/** A new 256-bit token; only its holder knows it. */
export function newToken(random: Random): Secret {
  return new Secret(random.bytes(TOKEN_BYTES).toString("base64url"));
}

/** The row that belongs to a token: SHA-256, so that reading the database gives nobody a session. */
export function tokenHash(token: Secret): string {
  return createHash("sha256").update(token.reveal()).digest("base64url");
}
