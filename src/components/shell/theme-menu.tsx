"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "@/components/shell/theme";
import { useTheme } from "@/components/shell/theme-provider";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuChoices } from "@/components/ui/menu";

export const THEME_OPTIONS = [
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
  { value: "auto", label: "Auto (as the device)", icon: <Monitor aria-hidden /> },
] as const satisfies readonly { value: Theme; label: string; icon: React.ReactNode }[];

/** Light, dark or as the device says. */
export function ThemeMenu() {
  const { theme, choose } = useTheme();
  const current = THEME_OPTIONS.find((option) => option.value === theme);
  return (
    <Menu trigger={<IconButton label={`Theme: ${theme}`}>{current?.icon}</IconButton>}>
      <MenuChoices label="Theme" value={theme} options={THEME_OPTIONS} onValueChange={choose} />
    </Menu>
  );
}
