"use client";

import { BellRing, Target } from "lucide-react";
import Link from "next/link";
import { BrokerPreference } from "@/components/preferences/broker-preference";
import { PositionPreference, ThemePreference } from "@/components/preferences/card-preferences";
import { SwitchPreference } from "@/components/preferences/switch-preference";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { Permission } from "@/shared/permissions";

/** How the person wants the pages; every choice holds at once and in every browser. */
export function PreferencesPage({ permissions }: { permissions: readonly Permission[] }) {
  const withConnections = permissions.includes("manage_connections");
  return (
    <>
      <PageHeader
        title="Preferences"
        description="Yours alone, in every browser where you sign in. Each is saved as you choose it."
      />
      <div className="flex flex-col gap-4">
        <Section title="How pages look" flush>
          <ul aria-label="How pages look" className="divide-y divide-line">
            <ThemePreference />
            <SwitchPreference name="showTooltips" />
            {withConnections && (
              <>
                <SwitchPreference name="showConnectionStatus" />
                <PositionPreference />
              </>
            )}
          </ul>
        </Section>
        {withConnections && (
          <Section title="Connections" flush>
            <ul aria-label="Connections" className="divide-y divide-line">
              <SwitchPreference name="autoCollapsePanels" />
              <BrokerPreference />
            </ul>
          </Section>
        )}
        <Section
          title="Notices"
          description="When a connection or your wheel needs you, and where you hear of it."
        >
          <div className="flex flex-wrap gap-2">
            <Button asChild>
              <Link href="/settings/notices">
                <BellRing aria-hidden className="size-4" />
                Notice channels
              </Link>
            </Button>
            {permissions.includes("read_positions") && (
              <Button asChild>
                <Link href="/settings/attention">
                  <Target aria-hidden className="size-4" />
                  Attention thresholds
                </Link>
              </Button>
            )}
          </div>
        </Section>
      </div>
    </>
  );
}
