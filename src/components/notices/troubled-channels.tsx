"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useUnread } from "@/components/notices/use-unread";

/** Says that a channel does not get through, where the person reads what it should have brought. */
export function TroubledChannels({ onLeave }: { onLeave?: () => void }) {
  const count = useUnread().data?.troubledChannels ?? 0;
  if (count === 0) return null;
  return (
    <p className="flex gap-2 border-b border-line bg-warn-wash px-4 py-2.5 text-13 pointer-coarse:py-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span>
        {count === 1 ? "One of your channels does" : `${count} of your channels do`} not get through.{" "}
        <Link
          href="/settings/notices"
          className="font-medium underline underline-offset-2"
          {...(onLeave === undefined ? {} : { onClick: onLeave })}
        >
          See why
        </Link>
      </span>
    </p>
  );
}
