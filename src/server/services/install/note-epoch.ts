import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

const HOUR_MS = 3_600_000;

/**
 * Compares the database with what the data folder remembers of it. One that is behind is an older copy that somebody
 * put back: it is noted as such, and waits for a yes from then on. True where the install waits for one.
 */
export async function findOldCopy(ctx: ServiceContext): Promise<boolean> {
  const { storage, copyGuard, clock } = ctx;
  const { installId, epoch, restoredAt } = await storage.install.get();
  if (restoredAt !== null) return true;
  const remembered = installId === null ? null : await copyGuard.memory.read(installId);
  if (remembered === null || remembered <= epoch) return false;
  await storage.transaction(async (tx) => {
    await tx.install.markRestored(clock.now(), null);
    await recordEvent(ctx, tx, {
      type: "OLD_COPY_FOUND",
      outcome: "success",
      severity: "CRITICAL",
      details: { epoch, remembered },
    });
  });
  copyGuard.lookAgain();
  ctx.log.warn({ epoch, remembered }, "the database is an older copy: brokers are not asked");
  return true;
}

/** Counts the epoch on, unless this is a copy that waits. Every hour: so far back an older copy is recognised. */
export async function noteEpoch(ctx: ServiceContext): Promise<Date> {
  if (!(await findOldCopy(ctx))) await countOn(ctx, 0);
  return new Date(ctx.clock.now().getTime() + HOUR_MS);
}

/** Makes the epoch greater than it was and than `above`, here and in the data folder. */
export async function countOn({ storage, copyGuard, random }: ServiceContext, above: number): Promise<void> {
  const { installId, epoch } = await storage.transaction((tx) =>
    tx.install.advanceEpoch(above, random.uuid()),
  );
  await copyGuard.memory.write(installId, epoch);
}

/** Throws CONN_RESTORED_COPY while a restored copy waits for its yes. */
export async function requireAccepted({ copyGuard }: Pick<ServiceContext, "copyGuard">): Promise<void> {
  if ((await copyGuard.heldSince()) !== null) throw new AppError("CONN_RESTORED_COPY");
}
