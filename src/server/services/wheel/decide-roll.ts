import { recordEvent } from "@/server/services/audit/record-event";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { readWheel } from "@/server/services/wheel/read-wheel";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

interface DecideRollInput {
  readonly connectionId: string;
  readonly rollId: string;
  /** Null takes the person's word back. */
  readonly decision: "joined" | "cut" | null;
}

/**
 * Notes whether two trades belong together; the cycles are built with it from then on. Throws
 * API_RESOURCE_NOT_FOUND for a pair that the connection's cycles do not have.
 */
export async function decideRoll(ctx: ServiceContext, input: DecideRollInput): Promise<void> {
  const actor = permit(ctx, "read_positions");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const { rollId, decision } = input;
  if (decision !== null && !(await hasRoll(ctx, connection, rollId))) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such pair of trades");
  }
  await ctx.storage.transaction(async (tx) => {
    if (decision === null) {
      await tx.rollDecisions.remove(connection.id, rollId);
    } else {
      await tx.rollDecisions.put({
        connectionId: connection.id,
        rollId,
        joined: decision === "joined",
        decidedAt: ctx.clock.now(),
      });
    }
    await recordEvent(ctx, tx, {
      type: "ROLL_DECIDED",
      outcome: "success",
      targetId: connection.id,
      details: { rollId, decision },
    });
  });
}

async function hasRoll(ctx: ServiceContext, connection: ConnectionRecord, rollId: string): Promise<boolean> {
  const wheels = await readWheel(ctx, [connection], "cached");
  return wheels
    .flatMap(({ ledgers }) => [...ledgers.values()])
    .flatMap(({ chains, suggestedRolls }) => [...chains.map(({ rolls }) => rolls), suggestedRolls])
    .some((rolls) => rolls.some((roll) => roll.rollId === rollId));
}
