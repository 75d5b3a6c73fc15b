"use client";

import { useEffect } from "react";
import { rememberTheme } from "@/components/shell/keep-theme";
import type { Theme } from "@/components/shell/theme";

/** Brings this browser's cookie to what the person has chosen, so that the sign-in page looks as they know it. */
export function ThemeCookie({ theme }: { theme: Theme | null }) {
  useEffect(() => {
    rememberTheme(theme).catch(() => undefined);
  }, [theme]);
  return null;
}
