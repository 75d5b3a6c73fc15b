import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import { noticesOfMove } from "@/server/services/notices/notices-of-move";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/** Raises what a move is worth telling, and closes what it mends, in the transaction of the move. */
export async function tellOfMove(
  ctx: Pick<ServiceContext, "clock" | "random" | "actor">,
  tx: StorageTx,
  before: ConnectionRecord,
  after: ConnectionRecord,
  event: ConnectionEvent["type"],
): Promise<void> {
  const now = ctx.clock.now();
  const byPerson = ctx.actor.type === "user" && ctx.actor.userId === after.ownerId;
  const { raise, mends } = noticesOfMove(before, after, event, byPerson, now);
  const open = mends || event === "disconnected" ? await tx.notices.openOf(after.id) : [];
  if (open.length > 0) {
    await tx.notices.resolve(after.id, now);
    if (mends) {
      await raiseNotice(ctx, tx, after, {
        kind: "connected_again",
        deadlineAt: null,
        dedupeKey: `connected_again:${after.id}:${after.version}`,
      });
    }
  }
  if (raise !== null) {
    await raiseNotice(ctx, tx, after, {
      kind: raise,
      deadlineAt: after.notBefore,
      dedupeKey: `${raise}:${after.id}:${after.version}`,
    });
  }
}
