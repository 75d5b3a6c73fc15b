"use client";

import { PanelBottom, PanelTop } from "lucide-react";
import { PreferenceRow } from "@/components/preferences/preference-row";
import {
  POSITION_WORDS,
  PREFERENCE_FACTS,
  preferenceWords,
  THEME_WORDS,
} from "@/components/preferences/preference-words";
import { useChangePreferences } from "@/components/preferences/use-change-preferences";
import { usePreferences } from "@/components/shell/preferences-provider";
import { THEME_OPTIONS } from "@/components/shell/theme-menu";
import { useTheme } from "@/components/shell/theme-provider";
import { RadioCards } from "@/components/ui/radio-cards";

const ICON = "text-ink-soft [&>svg]:size-4";

const THEMES = THEME_OPTIONS.map(({ value, icon }) => ({
  value,
  title: THEME_WORDS[value],
  icon: <span className={ICON}>{icon}</span>,
}));

/** Light, dark or as the device says. */
export function ThemePreference() {
  const { system, origins } = usePreferences();
  const { theme, choose } = useTheme();
  const { label, help } = PREFERENCE_FACTS.theme;
  return (
    <PreferenceRow
      label={label}
      help={help}
      systemWords={preferenceWords(system, "theme")}
      own={origins.theme === "own"}
      onUseSystem={() => choose(null)}
    >
      <RadioCards label={label} value={theme} options={THEMES} onValueChange={choose} />
    </PreferenceRow>
  );
}

const POSITIONS = [
  {
    value: "top",
    title: POSITION_WORDS.top,
    icon: (
      <span className={ICON}>
        <PanelTop aria-hidden />
      </span>
    ),
  },
  {
    value: "bottom",
    title: POSITION_WORDS.bottom,
    icon: (
      <span className={ICON}>
        <PanelBottom aria-hidden />
      </span>
    ),
  },
] as const;

/** At which edge of the pages the indicator stands. */
export function PositionPreference() {
  const { system, origins, connectionStatusPosition } = usePreferences();
  const change = useChangePreferences();
  const { label, help } = PREFERENCE_FACTS.connectionStatusPosition;
  return (
    <PreferenceRow
      label={label}
      help={help}
      systemWords={preferenceWords(system, "connectionStatusPosition")}
      own={origins.connectionStatusPosition === "own"}
      onUseSystem={() => change({ connectionStatusPosition: null })}
    >
      <RadioCards
        label={label}
        value={connectionStatusPosition}
        options={POSITIONS}
        onValueChange={(position) => change({ connectionStatusPosition: position })}
      />
    </PreferenceRow>
  );
}
