import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { WHOLE_INSTALL } from "@/server/storage/bot-records";
import type { StorageTx } from "@/server/storage/storage";
import type { BotFreezeView } from "@/shared/schemas/api-token";

/** Whether programs are kept out: the person's own, and those of the whole install. */
export async function readBotFreeze(ctx: ServiceContext): Promise<BotFreezeView> {
  const { userId } = permit(ctx, "manage_tokens");
  return freezeView(ctx.storage, userId);
}

/** The switches as a person sees them. */
export async function freezeView(storage: StorageTx, userId: string): Promise<BotFreezeView> {
  const freezes = await storage.botFreezes.get([WHOLE_INSTALL, userId]);
  const install = freezes.find(({ ownerId }) => ownerId === WHOLE_INSTALL);
  const own = freezes.find(({ ownerId }) => ownerId === userId);
  return {
    install: install === undefined ? null : { frozenAt: install.frozenAt.toISOString(), by: install.by },
    own: own === undefined ? null : { frozenAt: own.frozenAt.toISOString() },
  };
}
