import { describe, expect, it } from "vitest";
import { PREFERENCE_FACTS, preferenceWords } from "@/components/preferences/preference-words";

const VALUES = {
  theme: "auto",
  showTooltips: true,
  autoCollapsePanels: false,
  showConnectionStatus: true,
  connectionStatusPosition: "bottom",
  defaultBroker: "td_ameritrade",
} as const;

describe("preferenceWords", () => {
  it.each([
    ["theme", "Auto"],
    ["showTooltips", "On"],
    ["autoCollapsePanels", "Off"],
    ["showConnectionStatus", "On"],
    ["connectionStatusPosition", "Bottom"],
    ["defaultBroker", "Charles Schwab (formerly TD Ameritrade)"],
  ] as const)("has words for %s", (name, words) => {
    expect(preferenceWords(VALUES, name)).toBe(words);
    expect(PREFERENCE_FACTS[name].label).not.toBe("");
  });
});
