import { recordEvent } from "@/server/services/audit/record-event";
import { liveProcesses, processesWithout } from "@/server/services/keys/key-holders";
import type { ServiceContext } from "@/server/services/service-context";

/** What became of a new master key. */
export type KeyChange =
  | { readonly state: "nothing" }
  /** Processes that do not hold it. */
  | { readonly state: "waiting"; readonly lacking: readonly string[] }
  | { readonly state: "applied"; readonly from: string; readonly to: string };

export type KeyChangeContext = Pick<
  ServiceContext,
  "storage" | "masterKeys" | "clock" | "random" | "actor" | "request"
> &
  Partial<Pick<ServiceContext, "processRun">>;

/**
 * Makes the key that the source wants the active one, where it is not and every process holds it: all data keys and
 * install secrets are wrapped anew in one transaction, with its event. Files get their lasting names afterwards; a
 * change that was interrupted there is finished by the next call. For the program's start and for verbs.
 */
export async function applyWantedKey(ctx: KeyChangeContext): Promise<KeyChange> {
  const { masterKeys, storage } = ctx;
  await masterKeys.refresh(storage);
  const wanted = masterKeys.wanted();
  const active = (await storage.install.get()).masterKeyFingerprint;
  if (wanted === null || wanted === active) {
    await masterKeys.settle(storage);
    return { state: "nothing" };
  }
  const lacking = processesWithout(await liveProcesses(ctx, storage), wanted);
  if (lacking.length > 0) return { state: "waiting", lacking };
  const done = await storage.transaction(async (tx) => {
    const rewrapped = await masterKeys.rewrapAll(tx, "wanted");
    if (rewrapped === null) return null;
    const { from, to, dataKeys, installSecrets } = rewrapped;
    await recordEvent(ctx, tx, {
      type: "KEY_ROTATED",
      outcome: "success",
      targetId: to,
      details: { from, to, dataKeys, installSecrets, source: masterKeys.source.kind },
    });
    return rewrapped;
  });
  await masterKeys.settle(storage);
  // Another process was faster.
  return done === null ? { state: "nothing" } : { state: "applied", from: done.from, to: done.to };
}
