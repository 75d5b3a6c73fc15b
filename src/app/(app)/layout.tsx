import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { amountsHiddenIn, PRIVACY_COOKIE } from "@/components/privacy/privacy";
import { PrivacyProvider } from "@/components/privacy/privacy-provider";
import { AppShell } from "@/components/shell/app-shell";
import { PreferencesProvider } from "@/components/shell/preferences-provider";
import { RestoredBanner } from "@/components/shell/restored-banner";
import { chosenTheme, THEME_COOKIE } from "@/components/shell/theme";
import { ThemeCookie } from "@/components/shell/theme-cookie";
import { readPreferences, readRestored, readViewerOrRedirect } from "@/trpc/server";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const viewer = await readViewerOrRedirect();
  const preferences = await readPreferences();
  const restored = await readRestored();
  const store = await cookies();
  const amountsHidden = amountsHiddenIn(store.get(PRIVACY_COOKIE)?.value);
  const ownTheme = preferences.origins.theme === "own" ? preferences.theme : null;
  return (
    <PrivacyProvider initial={amountsHidden}>
      <PreferencesProvider initial={preferences}>
        {chosenTheme(store.get(THEME_COOKIE)?.value) !== ownTheme && <ThemeCookie theme={ownTheme} />}
        <AppShell viewer={viewer}>
          <RestoredBanner restored={restored} mayAccept={viewer.permissions.includes("modify_settings")} />
          {children}
        </AppShell>
      </PreferencesProvider>
    </PrivacyProvider>
  );
}
