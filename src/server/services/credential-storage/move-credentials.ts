import type { CredentialBackend } from "@/server/credential-backends/credential-backend.port";
import { recordEvent } from "@/server/services/audit/record-event";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { loadConnection } from "@/server/services/connections/load-connection";
import { removeOutside } from "@/server/services/connections/stored-credential";
import { type CopiedCredential, copyCredential } from "@/server/services/credential-storage/copy-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { CredentialRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import {
  BACKEND_LABELS,
  type BackendName,
  type MoveCredentialsInput,
  type MoveProgress,
  moveCredentialsSchema,
} from "@/shared/schemas/credential-storage";

/** So many rows are switched in one transaction, with the event that tells of them. */
const CHUNK_ROWS = 10;

type Place = CredentialRecord["backend"];

/**
 * Moves stored credentials to another place: all, or those of one own connection. Each is put there under a new id and
 * read back; then its row is switched, unless it changed meanwhile; then it is removed where it was. To be called again
 * with `next` until that is null; what was moved stays moved whatever happens. Device identities stay in the database.
 * Throws STORAGE_BACKEND_READ_ONLY or STORAGE_BACKEND_UNAVAILABLE before anything is moved where the target can't take
 * them, and STORAGE_BACKEND_UNAVAILABLE or STORAGE_WRITE_ERROR where a place fails on the way.
 */
export async function moveCredentials(
  ctx: ServiceContext,
  input: MoveCredentialsInput,
): Promise<MoveProgress> {
  const actor = permit(ctx, "modify_settings");
  const { to, connectionId, limit, after } = moveCredentialsSchema.parse(input);
  if (connectionId !== undefined) await loadConnection(ctx.storage, actor.userId, connectionId);
  const place = writable(to);
  const target = ctx.credentialBackends.byName(place);
  const { isUp, reason } = await target.check();
  if (!isUp) throw new AppError("STORAGE_BACKEND_UNAVAILABLE", reason ?? undefined);
  const without = [DEVICE_TOKEN];
  const rows = await ctx.storage.credentials.page({ notIn: place, without, connectionId, after, limit });
  let moved = 0;
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) {
    moved += await moveSome(ctx, target, place, rows.slice(at, at + CHUNK_ROWS));
  }
  return {
    moved,
    skipped: rows.length - moved,
    left: await countElsewhere(ctx, place, connectionId),
    next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  };
}

function writable(to: BackendName): Place {
  if (to === "env") {
    throw new AppError(
      "STORAGE_BACKEND_READ_ONLY",
      `Credentials can't be moved to: ${BACKEND_LABELS.env}. Choose database, keyring or vault.`,
    );
  }
  return to;
}

/** How many of them were moved. Where a place fails, those that were copied by then are moved, and then it throws. */
async function moveSome(
  ctx: ServiceContext,
  target: CredentialBackend,
  to: Place,
  rows: readonly CredentialRecord[],
): Promise<number> {
  const copied: CopiedCredential[] = [];
  let failure: { readonly cause: unknown } | null = null;
  for (const row of rows) {
    try {
      const copy = await copyCredential(ctx, target, row);
      if (copy !== null) copied.push(copy);
    } catch (cause) {
      failure = { cause };
      break;
    }
  }
  const moved = await switchRows(ctx, target, to, copied);
  if (failure !== null) throw failure.cause;
  return moved;
}

/** Lets the rows name their copies, and removes what no row names then: the old values, or copies that came too late. */
async function switchRows(
  ctx: ServiceContext,
  target: CredentialBackend,
  to: Place,
  copied: readonly CopiedCredential[],
): Promise<number> {
  if (copied.length === 0) return 0;
  const updatedAt = ctx.clock.now();
  try {
    return await ctx.storage.transaction(async (tx) => {
      const counts = new Map<Place, number>();
      for (const { row, ref, ciphertext } of copied) {
        const now = { id: ref.id, backend: to, ciphertext, updatedAt };
        if (!(await tx.credentials.switchBackend(row, now))) continue;
        counts.set(row.backend, (counts.get(row.backend) ?? 0) + 1);
      }
      for (const [from, count] of counts) {
        await recordEvent(ctx, tx, {
          type: "CREDENTIALS_MOVED",
          outcome: "success",
          details: { from, to, count },
        });
      }
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    });
  } finally {
    await removeOutside(
      ctx,
      copied.flatMap(({ source, old, ref }) => [
        { backend: source, ref: old },
        { backend: target, ref },
      ]),
    );
  }
}

async function countElsewhere(
  { storage }: ServiceContext,
  to: Place,
  connectionId: string | undefined,
): Promise<number> {
  if (connectionId !== undefined) {
    const rows = await storage.credentials.listOf(connectionId);
    return rows.filter(({ name, backend }) => name !== DEVICE_TOKEN && backend !== to).length;
  }
  const counts = Object.entries(await storage.credentials.countByBackend());
  return counts.reduce((sum, [backend, count]) => (backend === to ? sum : sum + count), 0);
}
