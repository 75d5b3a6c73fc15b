import { createHash } from "node:crypto";
import { z } from "zod";
import type { RestContext } from "@/server/rest/rest-route";
import type { CipherBinding } from "@/server/secrets/cipher.port";
import type { IdempotencyRecord } from "@/server/storage/bot-records";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const KEY = /^[\x21-\x7e]{1,200}$/;
/** A write takes no longer: one that has not answered by then never will. */
const LOST_AFTER_MS = 5 * 60_000;
const RETRY_AFTER_SECONDS = 1;

const answerSchema = z.object({ status: z.number().int(), body: z.string() });
/** What a write answered. */
export type StoredAnswer = z.infer<typeof answerSchema>;

/** The key of a request, null without one. Throws API_INVALID_REQUEST for a malformed one. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key !== null && !KEY.test(key)) {
    throw new AppError("API_INVALID_REQUEST", "The idempotency key must be 1 to 200 visible characters");
  }
  return key;
}

/** What must be the same for two requests to be one. */
export function requestHashOf(method: string, target: string, body: Buffer): string {
  return createHash("sha256").update(`${method} ${target}\n`).update(body).digest("hex");
}

/**
 * Does a write at most once for its key: whoever comes again gets the first answer. A write that fails frees its key.
 * Throws API_IDEMPOTENCY_CONFLICT when the key was used for another request, and API_CONFLICT while the first is
 * still going on, or when its answer was lost with its process.
 */
export async function onceForKey(
  ctx: RestContext,
  { key, requestHash }: Pick<IdempotencyRecord, "key" | "requestHash">,
  write: () => Promise<StoredAnswer>,
): Promise<StoredAnswer & { replayed: boolean }> {
  const { idempotencyKeys } = ctx.storage;
  const tokenId = ctx.token.id;
  const now = ctx.clock.now();
  const claim = ctx.random.uuid();
  const record = { tokenId, key, claim, requestHash, answer: null, createdAt: now };
  if (!(await idempotencyKeys.add(record))) {
    const first = await idempotencyKeys.get(tokenId, key);
    return { ...(await replay(ctx, first, requestHash)), replayed: true };
  }
  const answer = await write().catch(async (error: unknown) => {
    await idempotencyKeys.remove(tokenId, key);
    throw error;
  });
  const text = new Secret(JSON.stringify(answer));
  await idempotencyKeys.answer(
    tokenId,
    key,
    await ctx.cipher.encrypt(ctx.storage, bindingOf(ctx, key), text),
  );
  return { ...answer, replayed: false };
}

async function replay(
  ctx: RestContext,
  first: IdempotencyRecord | null,
  requestHash: string,
): Promise<StoredAnswer> {
  // A row that is gone by now belonged to a write that failed a moment ago.
  if (first === null) throw goingOn(RETRY_AFTER_SECONDS);
  if (first.requestHash !== requestHash) throw new AppError("API_IDEMPOTENCY_CONFLICT");
  if (first.answer === null) {
    const sinceMs = ctx.clock.now().getTime() - first.createdAt.getTime();
    throw goingOn(sinceMs > LOST_AFTER_MS ? null : RETRY_AFTER_SECONDS);
  }
  const text = await ctx.cipher.decrypt(ctx.storage, bindingOf(ctx, first.key), first.answer);
  return answerSchema.parse(JSON.parse(text.reveal()));
}

function goingOn(retryAfterSeconds: number | null): AppError {
  return retryAfterSeconds === null
    ? new AppError("API_CONFLICT", "It is not known what became of the first request with this key")
    : new AppError("API_CONFLICT", "The first request with this key is still going on", {
        retryAfterSeconds,
      });
}

function bindingOf({ token }: RestContext, key: string): CipherBinding {
  return { table: "idempotency_key", rowId: `${token.id} ${key}`, ownerId: token.ownerId, field: "answer" };
}
