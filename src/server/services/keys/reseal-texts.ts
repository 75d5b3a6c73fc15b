import { recordEvent } from "@/server/services/audit/record-event";
import { breathe } from "@/server/services/breathe";
import type { ServiceContext } from "@/server/services/service-context";
import {
  type KeyRotationRecord,
  SEALED_TABLES,
  type SealedTable,
  type SealedTextRecord,
} from "@/server/storage/operation-records";
import { AppError } from "@/shared/app-error";

const BATCH_ROWS = 25;
/** A process that dies in the middle holds the others up for this long. */
const LEASE_MS = 60_000;

/** Where a pass over all texts is: the table and the last row that was done. */
interface Place {
  readonly table: SealedTable;
  readonly position: string;
}

/**
 * Takes the renewal of data keys on that was begun, until it is done, the signal is aborted or another process has its
 * lease. Everything goes on meanwhile: a text that somebody else wrote since is left alone, for it is under the new
 * key. A text that can't be opened stays as it is, and so does its key; the renewal then ends as failed. False where
 * there was nothing to do here.
 */
export async function resealTexts(ctx: ServiceContext, signal: AbortSignal): Promise<boolean> {
  const { keyRotations } = ctx.storage;
  const running = await keyRotations.running();
  if (running === null) return false;
  const token = ctx.random.uuid();
  const now = ctx.clock.now();
  const taken = await keyRotations.takeLease(running.id, token, now, leaseEnd(ctx));
  if (taken === null) return false;
  let rotation: KeyRotationRecord = taken;
  let place: Place | null = placeOf(rotation.cursor);
  while (place !== null) {
    if (signal.aborted) {
      await keyRotations.progress(rotation.id, token, { leaseToken: null, leaseUntil: null });
      return true;
    }
    const batch = await ctx.storage.sealedTexts.after(place.table, place.position, BATCH_ROWS);
    const unreadable = await resealAll(ctx, batch);
    place = nextPlace(place, batch);
    const changes = {
      cursor: place === null ? rotation.cursor : `${place.table}:${place.position}`,
      done: rotation.done + batch.length,
      errorCode: unreadable > 0 ? ("STORAGE_READ_ERROR" as const) : rotation.errorCode,
      leaseUntil: leaseEnd(ctx),
    };
    rotation = { ...rotation, ...changes };
    if (!(await keyRotations.progress(rotation.id, token, changes))) return true;
  }
  await finish(ctx, rotation, token);
  return true;
}

/**
 * The same without a renewal: for texts that were on their way while it went by, and so were written under a key that
 * is retired.
 */
export async function resealLeftovers(ctx: ServiceContext): Promise<void> {
  let place: Place | null = placeOf("");
  while (place !== null) {
    const batch: SealedTextRecord[] = await ctx.storage.sealedTexts.after(
      place.table,
      place.position,
      BATCH_ROWS,
    );
    await resealAll(ctx, batch);
    place = nextPlace(place, batch);
  }
}

async function finish(ctx: ServiceContext, rotation: KeyRotationRecord, token: string): Promise<void> {
  const status = rotation.errorCode === null ? "done" : "failed";
  await ctx.storage.transaction(async (tx) => {
    const ended = { status, endedAt: ctx.clock.now(), leaseToken: null, leaseUntil: null } as const;
    if (!(await tx.keyRotations.progress(rotation.id, token, ended))) return;
    await recordEvent(ctx, tx, {
      type: "DATA_KEYS_RENEWED",
      outcome: status === "done" ? "success" : "failure",
      targetId: rotation.id,
      details: { texts: rotation.done },
    });
  });
}

/** How many could not be opened. */
async function resealAll(ctx: ServiceContext, batch: readonly SealedTextRecord[]): Promise<number> {
  let unreadable = 0;
  for (const text of batch) {
    try {
      const renewed = await ctx.cipher.reseal(ctx.storage, text, text.ciphertext);
      // With SQLite nothing here waits for the outside: without this the app would stand still until the end.
      await breathe();
      if (renewed !== null) await ctx.storage.sealedTexts.replace(text, renewed);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "STORAGE_READ_ERROR") throw error;
      unreadable += 1;
      const { table, rowId, field } = text;
      ctx.log.warn({ table, rowId, field }, "a stored secret can't be opened, and keeps its old data key");
    }
  }
  return unreadable;
}

const leaseEnd = (ctx: ServiceContext) => new Date(ctx.clock.now().getTime() + LEASE_MS);

function placeOf(cursor: string): Place {
  const [name] = cursor.split(":", 1);
  const table = SEALED_TABLES.find((one) => one === name);
  return table === undefined
    ? { table: SEALED_TABLES[0], position: "" }
    : { table, position: cursor.slice(table.length + 1) };
}

function nextPlace({ table }: Place, batch: readonly SealedTextRecord[]): Place | null {
  const last = batch.at(-1);
  if (last !== undefined) return { table, position: last.position };
  const next = SEALED_TABLES[SEALED_TABLES.indexOf(table) + 1];
  return next === undefined ? null : { table: next, position: "" };
}
