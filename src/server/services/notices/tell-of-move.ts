import { deadlineOf } from "@/server/services/broker-sessions/session-upkeep";
import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import { noticesOfMove } from "@/server/services/notices/notices-of-move";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/** Moves of a login under way: who began it is watching it, whoever drives it on. */
const OF_LOGIN: ReadonlySet<ConnectionEvent["type"]> = new Set([
  "challenge_waiting",
  "challenge_trouble",
  "login_failed",
]);

/** Raises what a move is worth telling, and closes what it mends, in the transaction of the move. */
export async function tellOfMove(
  ctx: Pick<ServiceContext, "clock" | "random" | "actor">,
  tx: StorageTx,
  before: ConnectionRecord,
  after: ConnectionRecord,
  event: ConnectionEvent["type"],
): Promise<void> {
  const now = ctx.clock.now();
  const byPerson = await isAtThePage(ctx, tx, after, event);
  const told = noticesOfMove(before, after, event, byPerson, now);
  if (told.before !== "stays" && (await tx.notices.openOf(after.id)).length > 0) {
    await tx.notices.resolve(after.id, now);
    if (told.before === "mends") {
      await raiseNotice(ctx, tx, after, {
        kind: "connected_again",
        deadlineAt: null,
        dedupeKey: `connected_again:${after.id}:${after.version}`,
      });
    }
  }
  if (told.raise !== null) {
    await raiseNotice(ctx, tx, after, {
      kind: told.raise,
      deadlineAt: told.raise === "login_locked" ? after.notBefore : await actBy(tx, after),
      dedupeKey: `${told.raise}:${after.id}:${after.version}`,
    });
  }
}

async function isAtThePage(
  ctx: Pick<ServiceContext, "actor">,
  tx: StorageTx,
  connection: ConnectionRecord,
  event: ConnectionEvent["type"],
): Promise<boolean> {
  if (ctx.actor.type === "user" && ctx.actor.userId === connection.ownerId) {
    return true;
  }
  if (!OF_LOGIN.has(event)) {
    return false;
  }
  const [login] = await tx.loginAttempts.recentOf(connection.id, 1);
  return login !== undefined && login.startedAt.getTime() !== connection.autoLoginAt?.getTime();
}

/** By when the person must have acted: the end of a session that serves on, or of a challenge. */
async function actBy(tx: StorageTx, { id, status }: ConnectionRecord): Promise<Date | null> {
  if (status === "connected") {
    const session = await tx.brokerSessions.byConnection(id);
    return session && deadlineOf({ ...session, refreshable: false });
  }
  return status === "challenge" ? ((await tx.loginAttempts.openOf(id))?.deadlineAt ?? null) : null;
}
