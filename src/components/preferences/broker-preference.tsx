"use client";

import { useId } from "react";
import { PreferenceRow } from "@/components/preferences/preference-row";
import { BROKER_WORDS, PREFERENCE_FACTS, preferenceWords } from "@/components/preferences/preference-words";
import { useChangePreferences } from "@/components/preferences/use-change-preferences";
import { usePreferences } from "@/components/shell/preferences-provider";
import { Select } from "@/components/ui/select";
import { BROKER_TYPES } from "@/shared/schemas/broker";

/** The broker that is chosen already where a connection is added. */
export function BrokerPreference() {
  const id = useId();
  const { system, origins, defaultBroker } = usePreferences();
  const change = useChangePreferences();
  const { label, help } = PREFERENCE_FACTS.defaultBroker;
  return (
    <PreferenceRow
      htmlFor={id}
      label={label}
      help={`${help} Where it is not offered, the first of the others is.`}
      systemWords={preferenceWords(system, "defaultBroker")}
      own={origins.defaultBroker === "own"}
      onUseSystem={() => change({ defaultBroker: null })}
    >
      <Select
        id={id}
        value={defaultBroker}
        onValueChange={(value) => {
          const chosen = BROKER_TYPES.find((broker) => broker === value);
          if (chosen !== undefined) change({ defaultBroker: chosen });
        }}
        className="max-w-96 bg-surface!"
      >
        {BROKER_TYPES.map((broker) => (
          <option key={broker} value={broker}>
            {BROKER_WORDS[broker]}
          </option>
        ))}
      </Select>
    </PreferenceRow>
  );
}
