import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { recordEvent } from "@/server/services/audit/record-event";
import { liveProcesses } from "@/server/services/keys/key-holders";
import { readKeyStatus, removableFrom } from "@/server/services/keys/read-key-status";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { MasterKeyRecord } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { RetiredKeyView, RetireKeyInput } from "@/shared/schemas/keys";

/**
 * Takes an old master key away. What is still wrapped by it is given to the active one first, so nothing needs it
 * afterwards but backups of its time. Throws API_RESOURCE_NOT_FOUND, API_CONFLICT while it is in use or not yet
 * {@link removableFrom old enough}, and as {@link confirmPerson}. Its place in the history stays.
 */
export async function retireMasterKey(ctx: ServiceContext, input: RetireKeyInput): Promise<RetiredKeyView> {
  const actor = permit(ctx, "manage_keys");
  const { fingerprint, fate } = input;
  await confirmPerson(ctx, actor, {
    password: input.confirmPassword,
    type: "KEY_RETIRED",
    targetId: fingerprint,
  });
  await ctx.masterKeys.refresh(ctx.storage);
  await ctx.storage.transaction(async (tx) => {
    const record = await tx.masterKeys.byFingerprint(fingerprint);
    if (record === null) throw new AppError("API_RESOURCE_NOT_FOUND");
    await requireUnused(ctx, tx, record, input.now);
    await ctx.masterKeys.rewrapAll(tx, "active");
    await tx.masterKeys.put({ ...record, removedAt: record.removedAt ?? ctx.clock.now() });
    await recordEvent(ctx, tx, {
      type: "KEY_RETIRED",
      outcome: "success",
      targetId: fingerprint,
      details: { fate, early: input.now },
    });
  });
  const leftAt = await ctx.masterKeys.remove(fingerprint, fate);
  return { leftAt: [...leftAt], status: await readKeyStatus(ctx) };
}

async function requireUnused(
  ctx: ServiceContext,
  tx: StorageTx,
  record: MasterKeyRecord,
  now: boolean,
): Promise<void> {
  const { masterKeyFingerprint } = await tx.install.get();
  if (record.fingerprint === masterKeyFingerprint) {
    throw new AppError("API_CONFLICT", "This is the key in use. Change over to another one first.");
  }
  const users = (await liveProcesses(ctx, tx)).filter(
    ({ masterKeys }) => masterKeys[0] === record.fingerprint,
  );
  if (users.length > 0) {
    const names = users.map(({ host, pid }) => `${host}-${pid}`).join(", ");
    throw new AppError(
      "API_CONFLICT",
      `These processes still run on this key: ${names}. Try again in a minute.`,
    );
  }
  const from = removableFrom(record);
  if (!now && ctx.clock.now() < from) {
    const day = from.toISOString().slice(0, 10);
    throw new AppError(
      "API_CONFLICT",
      `The way back is kept for seven days: it can be removed from ${day} on.`,
    );
  }
}
