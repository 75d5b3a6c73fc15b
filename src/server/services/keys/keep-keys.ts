import { recordEvent } from "@/server/services/audit/record-event";
import { applyWantedKey } from "@/server/services/keys/apply-wanted-key";
import { resealLeftovers, resealTexts } from "@/server/services/keys/reseal-texts";
import type { ServiceContext } from "@/server/services/service-context";

const HOUR_MS = 3_600_000;
/** So long after it was retired a data key is kept at least: a text that is being written may still be under it. */
const KEPT_AFTER_RENEWAL_MS = HOUR_MS;

/**
 * Rounds of work on keys: looks whether another process has put a new master key there, changes over to one that the
 * operator deployed as soon as every process holds it, takes the renewal of data keys on, and removes the ones that
 * nothing is under any more.
 */
export function keepKeys(): (ctx: ServiceContext, signal: AbortSignal) => Promise<Date | null> {
  let sweptAt: Date | null = null;
  return async (ctx, signal) => {
    if (ctx.masterKeys.source.keepsKeys) await ctx.masterKeys.refresh(ctx.storage);
    else await applyWantedKey(ctx);
    if (await resealTexts(ctx, signal)) return null;
    const now = ctx.clock.now();
    if (sweptAt !== null && now.getTime() - sweptAt.getTime() < HOUR_MS) return null;
    sweptAt = now;
    await removeSpentDataKeys(ctx);
    return null;
  };
}

/** Removes retired data keys that no text names, after giving what is left to the present ones. */
export async function removeSpentDataKeys(ctx: ServiceContext): Promise<void> {
  const { storage } = ctx;
  const before = new Date(ctx.clock.now().getTime() - KEPT_AFTER_RENEWAL_MS);
  const spent = (await storage.dataKeys.list()).filter(
    ({ retiredAt }) => retiredAt !== null && retiredAt < before,
  );
  if (spent.length === 0) return;
  const named = await storage.sealedTexts.countByKey();
  if (spent.some(({ id }) => named.has(id))) await resealLeftovers(ctx);
  const stillNamed = await storage.sealedTexts.countByKey();
  for (const { id, ownerId } of spent.filter((key) => !stillNamed.has(key.id))) {
    await storage.transaction(async (tx) => {
      await tx.dataKeys.remove(id);
      await recordEvent(ctx, tx, {
        type: "DATA_KEY_REMOVED",
        outcome: "success",
        targetId: id,
        details: { ownerId },
      });
    });
  }
}
