import { BellRing } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

/** Leads from the account to the channels. */
export function ChannelsSection() {
  return (
    <Section
      title="Notices"
      description="When a connection needs you, you are told under the bell, and by the channels that you set up."
    >
      <Button asChild>
        <Link href="/settings/notices">
          <BellRing aria-hidden className="size-4" />
          Notice channels
        </Link>
      </Button>
    </Section>
  );
}
