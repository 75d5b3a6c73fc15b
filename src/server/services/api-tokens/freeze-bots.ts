import { freezeView } from "@/server/services/api-tokens/read-bot-freeze";
import { recordEvent } from "@/server/services/audit/record-event";
import { holdMember } from "@/server/services/members/hold-member";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { WHOLE_INSTALL } from "@/server/storage/bot-records";
import type { StorageTx } from "@/server/storage/storage";
import type { BotFreezeInput, BotFreezeView } from "@/shared/schemas/api-token";

/** Keeps out the person's programs, or (an admin) everybody's, from their next call on. Doing so twice is no fault. */
export function freezeBots(ctx: ServiceContext, { scope }: BotFreezeInput): Promise<BotFreezeView> {
  return turn(ctx, scope, {
    type: "BOTS_FROZEN",
    change: (tx, ownerId, { email }) => tx.botFreezes.put({ ownerId, frozenAt: ctx.clock.now(), by: email }),
  });
}

/** Lets them in again. What the install keeps out stays out, whatever a person does with their own switch. */
export function unfreezeBots(ctx: ServiceContext, { scope }: BotFreezeInput): Promise<BotFreezeView> {
  return turn(ctx, scope, {
    type: "BOTS_UNFROZEN",
    change: (tx, ownerId) => tx.botFreezes.remove(ownerId),
  });
}

async function turn(
  ctx: ServiceContext,
  scope: BotFreezeInput["scope"],
  act: {
    readonly type: "BOTS_FROZEN" | "BOTS_UNFROZEN";
    readonly change: (tx: StorageTx, ownerId: string, actor: UserActor) => Promise<boolean>;
  },
): Promise<BotFreezeView> {
  const actor = permit(ctx, scope === "install" ? "freeze_bots" : "manage_tokens");
  const ownerId = scope === "install" ? WHOLE_INSTALL : actor.userId;
  return ctx.storage.transaction(async (tx) => {
    // One after the other, so that only the one that turns the switch is written down.
    await holdMember(tx, actor.userId);
    if (await act.change(tx, ownerId, actor)) {
      await recordEvent(ctx, tx, {
        type: act.type,
        outcome: "success",
        severity: "WARNING",
        targetId: ownerId,
        details: { scope },
      });
    }
    return freezeView(tx, actor.userId);
  });
}
