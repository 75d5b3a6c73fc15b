import type { Metadata } from "next";
import { PasswordSection } from "@/components/account/password-section";
import { PreferencesSection } from "@/components/account/preferences-section";
import { ProfileSection } from "@/components/account/profile-section";
import { SessionsSection } from "@/components/account/sessions-section";
import { ChannelsSection } from "@/components/notices/channels-section";
import { PageHeader } from "@/components/ui/page-header";
import { readViewerOrRedirect } from "@/trpc/server";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const viewer = await readViewerOrRedirect();
  return (
    <>
      <PageHeader title="Your account" description="Your own sign-in to this Wheelhouse." />
      <div className="flex flex-col gap-6">
        <ProfileSection viewer={viewer} />
        <ChannelsSection />
        <PasswordSection viewer={viewer} />
        <SessionsSection />
        <PreferencesSection />
      </div>
    </>
  );
}
