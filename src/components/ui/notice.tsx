import {
  CircleAlert,
  CircleCheck,
  Hand,
  Info,
  LockKeyhole,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { type StatusTone, TONE_TEXT } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";

const ICONS: Record<StatusTone, LucideIcon> = {
  neutral: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  needs: Hand,
  locked: LockKeyhole,
  bad: CircleAlert,
};

const BOXES: Record<StatusTone, string> = {
  neutral: "border-line bg-sunken",
  ok: "border-ok-line bg-ok-wash",
  warn: "border-warn-line bg-warn-wash",
  needs: "border-needs-line bg-needs-wash",
  locked: "border-locked-line bg-locked-wash",
  bad: "border-bad-line bg-bad-wash",
};

interface NoticeProps {
  tone?: StatusTone;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons or links: the next step. */
  actions?: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits, `none` is part of the page. */
  announce?: "alert" | "status" | "none";
}

/** A few sentences that stand out from the page. */
export function Notice({ tone = "neutral", title, children, actions, announce = "none" }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div
      {...(announce === "none" ? {} : { role: announce })}
      className={classNames("flex gap-3 rounded-md border p-3", BOXES[tone])}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", TONE_TEXT[tone])} />
      <div className="prose-width flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-col gap-0.5">
          <p className="font-medium text-ink">{title}</p>
          {children !== undefined && <div className="flex flex-col gap-1 text-13 text-ink">{children}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
