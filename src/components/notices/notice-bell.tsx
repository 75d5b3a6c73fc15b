"use client";

import { Bell } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { LatestNotices } from "@/components/notices/latest-notices";
import { bellCount, bellName, unreadSentence } from "@/components/notices/unread-words";
import { useFreshNotices, useUnread } from "@/components/notices/use-unread";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";

/** How many notices are unread, on every page; opens the latest, or on a phone the page of all. */
export function NoticeBell() {
  const [open, setOpen] = useState(false);
  useFreshNotices();
  const count = useUnread().data?.count ?? 0;
  return (
    <>
      <Popover
        label="Notices"
        align="end"
        wide
        open={open}
        onOpenChange={setOpen}
        trigger={
          <IconButton label={bellName(count)} className="relative max-md:hidden">
            <BellWithCount count={count} />
          </IconButton>
        }
      >
        <LatestNotices onLeave={() => setOpen(false)} />
      </Popover>
      <Link
        href="/notices"
        aria-label={bellName(count)}
        className="relative inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11 md:hidden"
      >
        <BellWithCount count={count} />
      </Link>
      <span className="sr-only" role="status">
        {unreadSentence(count)}
      </span>
    </>
  );
}

function BellWithCount({ count }: { count: number }) {
  return (
    <>
      <Bell aria-hidden className="size-4" />
      {count > 0 && (
        <span
          aria-hidden
          className="absolute top-0 right-0 min-w-4 rounded-sm bg-ink px-1 text-center text-12 leading-4 font-semibold text-canvas tabular-nums pointer-coarse:top-1 pointer-coarse:right-0.5"
        >
          {bellCount(count)}
        </span>
      )}
    </>
  );
}
