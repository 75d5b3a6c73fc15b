import type { PreferenceName, PreferenceValues } from "@/shared/schemas/system-setting";
import { INTERFACE_SETTINGS } from "@/shared/settings/interface-settings";

/** The brokers by name, those too that this install does not offer. */
export const BROKER_WORDS: Readonly<Record<PreferenceValues["defaultBroker"], string>> = {
  robinhood: "Robinhood",
  etrade: "E*TRADE",
  interactive_brokers: "Interactive Brokers",
  td_ameritrade: "Charles Schwab (formerly TD Ameritrade)",
};

export const THEME_WORDS: Readonly<Record<PreferenceValues["theme"], string>> = {
  light: "Light",
  dark: "Dark",
  auto: "Auto",
};

export const POSITION_WORDS: Readonly<Record<PreferenceValues["connectionStatusPosition"], string>> = {
  top: "Top",
  bottom: "Bottom",
};

/** Label and help of each choice, as of the system's setting that stands below it. */
export const PREFERENCE_FACTS = {
  theme: INTERFACE_SETTINGS.THEME,
  showTooltips: INTERFACE_SETTINGS.SHOW_TOOLTIPS,
  autoCollapsePanels: INTERFACE_SETTINGS.AUTO_COLLAPSE_PANELS,
  showConnectionStatus: INTERFACE_SETTINGS.SHOW_CONNECTION_STATUS,
  connectionStatusPosition: INTERFACE_SETTINGS.CONNECTION_STATUS_POSITION,
  defaultBroker: INTERFACE_SETTINGS.DEFAULT_BROKER,
} as const satisfies Record<PreferenceName, { readonly label: string; readonly help: string }>;

/** A value in words, as it stands after 'system default'. */
export function preferenceWords(values: PreferenceValues, name: PreferenceName): string {
  switch (name) {
    case "theme":
      return THEME_WORDS[values.theme];
    case "connectionStatusPosition":
      return POSITION_WORDS[values.connectionStatusPosition];
    case "defaultBroker":
      return BROKER_WORDS[values.defaultBroker];
    default:
      return values[name] ? "On" : "Off";
  }
}
