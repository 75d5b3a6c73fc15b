import { z } from "zod";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import {
  type ChangePreferencesInput,
  changePreferencesInputSchema,
  type PreferencesView,
  type PreferenceValues,
} from "@/shared/schemas/system-setting";

const PREFERENCE = "interface";

const own = changePreferencesInputSchema.shape.changes.shape;
/** What a person chose; a choice that this version does not know counts as none. */
const storedSchema = z.object({
  theme: own.theme.catch(null),
  showTooltips: own.showTooltips.catch(null),
  autoCollapsePanels: own.autoCollapsePanels.catch(null),
  showConnectionStatus: own.showConnectionStatus.catch(null),
  connectionStatusPosition: own.connectionStatusPosition.catch(null),
  defaultBroker: own.defaultBroker.catch(null),
});
type Choices = z.infer<typeof storedSchema>;

async function choicesOf(storage: StorageTx, userId: string): Promise<Choices> {
  const text = await storage.preferences.get(userId, PREFERENCE);
  return storedSchema.parse(text === null ? {} : JSON.parse(text));
}

/** The theme of those who chose none; open to everybody, since the sign-in page is drawn in it. */
export function systemTheme({ liveSettings }: Pick<ServiceContext, "liveSettings">): {
  theme: PreferenceValues["theme"];
} {
  return { theme: liveSettings.resolved.values.THEME };
}

/** How pages look and behave for the person who asks: their own choices above those of the system. */
export async function readPreferences(ctx: ServiceContext): Promise<PreferencesView> {
  const { userId } = permit(ctx, "use_own_account");
  return viewOf(ctx, await choicesOf(ctx.storage, userId));
}

/** Changes the person's own choices; null takes the system's. */
export async function changePreferences(
  ctx: ServiceContext,
  { changes }: ChangePreferencesInput,
): Promise<PreferencesView> {
  const { userId } = permit(ctx, "use_own_account");
  return ctx.storage.transaction(async (tx) => {
    const choices = { ...(await choicesOf(tx, userId)), ...changes };
    await tx.preferences.put(userId, PREFERENCE, JSON.stringify(choices), ctx.clock.now());
    return viewOf(ctx, choices);
  });
}

function viewOf({ liveSettings }: Pick<ServiceContext, "liveSettings">, chosen: Choices): PreferencesView {
  const { values } = liveSettings.resolved;
  const system: PreferenceValues = {
    theme: values.THEME,
    showTooltips: values.SHOW_TOOLTIPS,
    autoCollapsePanels: values.AUTO_COLLAPSE_PANELS,
    showConnectionStatus: values.SHOW_CONNECTION_STATUS,
    connectionStatusPosition: values.CONNECTION_STATUS_POSITION,
    defaultBroker: values.DEFAULT_BROKER,
  };
  const origin = (value: unknown) => ((value ?? null) === null ? "system" : "own");
  return {
    theme: chosen.theme ?? system.theme,
    showTooltips: chosen.showTooltips ?? system.showTooltips,
    autoCollapsePanels: chosen.autoCollapsePanels ?? system.autoCollapsePanels,
    showConnectionStatus: chosen.showConnectionStatus ?? system.showConnectionStatus,
    connectionStatusPosition: chosen.connectionStatusPosition ?? system.connectionStatusPosition,
    defaultBroker: chosen.defaultBroker ?? system.defaultBroker,
    system,
    origins: {
      theme: origin(chosen.theme),
      showTooltips: origin(chosen.showTooltips),
      autoCollapsePanels: origin(chosen.autoCollapsePanels),
      showConnectionStatus: origin(chosen.showConnectionStatus),
      connectionStatusPosition: origin(chosen.connectionStatusPosition),
      defaultBroker: origin(chosen.defaultBroker),
    },
  };
}
