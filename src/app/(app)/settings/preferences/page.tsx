import type { Metadata } from "next";
import { PreferencesPage } from "@/components/preferences/preferences-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Preferences" };

export default async function PreferencesRoute() {
  const viewer = await readViewerWith("use_own_account");
  return <PreferencesPage permissions={viewer.permissions} />;
}
