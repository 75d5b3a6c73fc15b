import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";

interface PlainFrameProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Small print, such as a code. */
  note?: ReactNode;
}

/** A page that says one thing and where to go from there. */
export function PlainFrame({ title, children, actions, note }: PlainFrameProps) {
  return (
    <div className="mx-auto flex max-w-[36rem] flex-col items-start gap-4 px-4 pt-[18vh] pb-16">
      <Mark className="size-8 text-ink-soft" />
      <h1 className="text-28 font-semibold tracking-[-0.02em]">{title}</h1>
      <div className="flex flex-col gap-2 text-16">{children}</div>
      <div className="flex flex-wrap gap-2 pt-2">
        {actions ?? (
          <Link
            href="/"
            className="inline-flex h-8 items-center rounded-md bg-action px-3 font-medium text-action-ink hover:bg-action-hover pointer-coarse:h-11"
          >
            Go to the dashboard
          </Link>
        )}
      </div>
      {note !== undefined && <p className="text-12 text-ink-soft">{note}</p>}
    </div>
  );
}
