"use client";

import { useId } from "react";
import { PreferenceRow } from "@/components/preferences/preference-row";
import { PREFERENCE_FACTS, preferenceWords } from "@/components/preferences/preference-words";
import { useChangePreferences } from "@/components/preferences/use-change-preferences";
import { usePreferences } from "@/components/shell/preferences-provider";
import { Switch } from "@/components/ui/switch";

interface SwitchPreferenceProps {
  name: "showTooltips" | "autoCollapsePanels" | "showConnectionStatus";
}

/** A choice that is on or off. */
export function SwitchPreference({ name }: SwitchPreferenceProps) {
  const id = useId();
  const preferences = usePreferences();
  const change = useChangePreferences();
  const { label, help } = PREFERENCE_FACTS[name];
  return (
    <PreferenceRow
      htmlFor={id}
      label={label}
      help={help}
      systemWords={preferenceWords(preferences.system, name)}
      own={preferences.origins[name] === "own"}
      onUseSystem={() => change({ [name]: null })}
    >
      <Switch
        id={id}
        checked={preferences[name]}
        onCheckedChange={(checked) => change({ [name]: checked })}
      />
    </PreferenceRow>
  );
}
