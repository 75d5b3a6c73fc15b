import { recordEvent } from "@/server/services/audit/record-event";
import type { UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** A value to be saved; null takes the saved one back. */
export interface WantedSetting {
  readonly name: string;
  readonly value: string | null;
}

/**
 * Writes values, their history and their audit events, within the transaction of the act. `version` is what whoever
 * asks has seen: throws API_CONFLICT where something else was saved since. What is so already is passed over.
 */
export async function writeSettingChanges(
  ctx: ServiceContext,
  tx: StorageTx,
  person: UserActor,
  wanted: readonly WantedSetting[],
  { version, undoes = null }: { readonly version: number; readonly undoes?: string | null },
): Promise<void> {
  if ((await tx.systemSettings.version()) !== version) throw changedMeanwhile();
  const saved = new Map((await tx.systemSettings.list()).map(({ name, value }) => [name, value]));
  const changes = wanted.filter(({ name, value }) => (saved.get(name) ?? null) !== value);
  if (changes.length === 0) return;
  // It holds the row: of two at once the second counts on from the first.
  if ((await tx.systemSettings.nextVersion()) !== version + 1) throw changedMeanwhile();
  const at = ctx.clock.now();
  const by = { byId: person.userId, by: person.email };
  for (const { name, value } of changes) {
    const before = saved.get(name) ?? null;
    if (value === null) await tx.systemSettings.remove(name);
    else await tx.systemSettings.put({ name, value, updatedAt: at, updatedBy: person.email });
    const id = ctx.random.uuid();
    await tx.systemSettings.addChange({ id, name, before, after: value, at, ...by, undoes });
    await recordEvent(ctx, tx, {
      type: "SETTINGS_CHANGED",
      outcome: "success",
      targetId: name,
      details: { setting: name, before, after: value, ...(undoes !== null && { undoes }) },
    });
  }
}

/** Somebody else saved settings since they were read. */
function changedMeanwhile(): AppError {
  return new AppError("API_CONFLICT", "Settings were changed in the meantime: look at them again");
}
