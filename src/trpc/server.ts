import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { createServerCaller } from "@/server/api/caller";
import type { Permission } from "@/shared/permissions";
import type { RestoredView } from "@/shared/schemas/install";
import type { Viewer } from "@/shared/schemas/member";
import type { PreferencesView, PreferenceValues } from "@/shared/schemas/system-setting";
import { signInPath } from "@/trpc/safe-path";

/** The signed-in person, or null; asked once a request. */
export const readViewer = cache(async (): Promise<Viewer | null> => {
  const caller = await createServerCaller();
  try {
    return await caller.viewer.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** Whether the install still waits for its owner. */
export const readSetupNeeded = cache(async (): Promise<boolean> => {
  const caller = await createServerCaller();
  return (await caller.setup.status()).needed;
});

/** Whether the install is an older copy that waits for a yes. */
export async function readRestored(): Promise<RestoredView> {
  const caller = await createServerCaller();
  return caller.install.restored();
}

/** How the signed-in person wants the pages; asked once a request. */
export const readPreferences = cache(async (): Promise<PreferencesView> => {
  const caller = await createServerCaller();
  return caller.preferences.read();
});

type Theme = PreferenceValues["theme"];

/**
 * What a page is drawn in: the person's theme; before the sign-in what was chosen last in this browser, or the
 * system's. Where nothing can be read, as the device is set, so that the page that says so is drawn at all.
 */
export async function readTheme(chosenHere: Theme | null): Promise<Theme> {
  try {
    if ((await readViewer()) !== null) return (await readPreferences()).theme;
    const caller = await createServerCaller();
    return chosenHere ?? (await caller.preferences.systemTheme()).theme;
  } catch {
    return chosenHere ?? "auto";
  }
}

/** Keeps a theme for the person, where one is signed in; null takes the system's. Gives what holds then. */
export async function keepThemeOfPerson(theme: Theme | null): Promise<Theme> {
  const caller = await createServerCaller();
  if ((await readViewer()) !== null) return (await caller.preferences.change({ changes: { theme } })).theme;
  return theme ?? (await caller.preferences.systemTheme()).theme;
}

/** The signed-in person; everyone else goes to the setup, or to the sign-in and back here afterwards. */
export async function readViewerOrRedirect(): Promise<Viewer> {
  const viewer = await readViewer();
  if (viewer !== null) return viewer;
  if (await readSetupNeeded()) redirect("/setup");
  redirect(signInPath(withoutOwnParameters((await headers()).get("x-wheelhouse-path") ?? "/dashboard")));
}

/** Next marks its own fetches of a page with `_rsc`; that is no part of the person's address. */
function withoutOwnParameters(path: string): string {
  const [pathname = "/", search = ""] = path.split("?", 2);
  const params = new URLSearchParams(search);
  params.delete("_rsc");
  return params.size === 0 ? pathname : `${pathname}?${params.toString()}`;
}

/** The signed-in person if a role allows it; otherwise the page answers 403 with the designed page. */
export async function readViewerWith(permission: Permission): Promise<Viewer> {
  const viewer = await readViewerOrRedirect();
  if (!viewer.permissions.includes(permission)) forbidden();
  return viewer;
}
