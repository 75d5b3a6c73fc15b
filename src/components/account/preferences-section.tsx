import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

/** Leads from the account to how the pages look. */
export function PreferencesSection() {
  return (
    <Section title="Preferences" description="Theme, tooltips, the status indicator and your default broker.">
      <Button asChild>
        <Link href="/settings/preferences">
          <SlidersHorizontal aria-hidden className="size-4" />
          Preferences
        </Link>
      </Button>
    </Section>
  );
}
