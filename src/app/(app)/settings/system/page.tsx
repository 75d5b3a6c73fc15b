import type { Metadata } from "next";
import { SystemSettingsPage } from "@/components/settings/system-settings-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "System settings" };

export default async function SystemSettingsRoute() {
  await readViewerWith("modify_settings");
  return <SystemSettingsPage />;
}
