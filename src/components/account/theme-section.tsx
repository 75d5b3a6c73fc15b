"use client";

import { THEME_OPTIONS } from "@/components/shell/theme-menu";
import { useTheme } from "@/components/shell/theme-provider";
import { RadioCards } from "@/components/ui/radio-cards";
import { Section } from "@/components/ui/section";

const OPTIONS = THEME_OPTIONS.map((option) => ({
  value: option.value,
  title: option.label,
  icon: <span className="text-ink-soft [&>svg]:size-4">{option.icon}</span>,
}));

/** Light, dark or as the device says; kept in this browser. */
export function ThemeSection() {
  const { theme, choose } = useTheme();
  return (
    <Section title="Theme" description="Kept in this browser.">
      <RadioCards label="Theme" value={theme} options={OPTIONS} onValueChange={choose} />
    </Section>
  );
}
