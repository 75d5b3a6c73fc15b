import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type StatusTone = "neutral" | "ok" | "warn" | "needs" | "locked" | "bad";

export const TONE_CLASSES: Record<StatusTone, string> = {
  neutral: "border-line bg-sunken text-ink",
  ok: "border-ok-line bg-ok-wash text-ok",
  warn: "border-warn-line bg-warn-wash text-warn",
  needs: "border-needs-line bg-needs-wash text-needs",
  locked: "border-locked-line bg-locked-wash text-locked",
  bad: "border-bad-line bg-bad-wash text-bad",
};

export const TONE_TEXT: Record<StatusTone, string> = {
  neutral: "text-ink-soft",
  ok: "text-ok",
  warn: "text-warn",
  needs: "text-needs",
  locked: "text-locked",
  bad: "text-bad",
};

interface BadgeProps {
  tone?: StatusTone;
  icon?: ReactNode;
  children: ReactNode;
}

/** A small label with a word; colour and icon only support it. */
export function Badge({ tone = "neutral", icon, children }: BadgeProps) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-sm border px-1.5 text-12 font-medium whitespace-nowrap [&>svg]:size-3.5 [&>svg]:shrink-0",
        TONE_CLASSES[tone],
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
