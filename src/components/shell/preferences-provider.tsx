"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { useTheme } from "@/components/shell/theme-provider";
import { TooltipVisibility } from "@/components/ui/tooltip-visibility";
import type { PreferencesView } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";

const PreferencesContext = createContext<PreferencesView | null>(null);

/** How the person wants the pages, with what the system says where they chose nothing. */
export function usePreferences(): PreferencesView {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error("Preferences are known behind the sign-in only");
  return preferences;
}

/** Starts from what the server read for this page; a change shows everywhere at once. */
export function PreferencesProvider({
  initial,
  children,
}: {
  initial: PreferencesView;
  children: ReactNode;
}) {
  const { data } = useQuery(useTRPC().preferences.read.queryOptions(undefined, { initialData: initial }));
  const { show } = useTheme();
  useEffect(() => show(data.theme), [show, data.theme]);
  return (
    <PreferencesContext value={data}>
      <TooltipVisibility shown={data.showTooltips}>{children}</TooltipVisibility>
    </PreferencesContext>
  );
}
