import {
  CircleAlert,
  CircleCheck,
  CircleX,
  Info,
  type LucideIcon,
  OctagonAlert,
  ShieldX,
  TriangleAlert,
} from "lucide-react";
import { type StatusTone, TONE_TEXT } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { AuditOutcome, AuditSeverity } from "@/shared/audit-events";

interface Look {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

export const OUTCOME_LOOKS: Record<AuditOutcome, Look> = {
  success: { word: "Success", tone: "ok", icon: CircleCheck },
  failure: { word: "Failure", tone: "bad", icon: CircleX },
  denied: { word: "Denied", tone: "needs", icon: ShieldX },
};

export const SEVERITY_LOOKS: Record<AuditSeverity, Look> = {
  INFO: { word: "Info", tone: "neutral", icon: Info },
  WARNING: { word: "Warning", tone: "warn", icon: TriangleAlert },
  ERROR: { word: "Error", tone: "bad", icon: CircleAlert },
  CRITICAL: { word: "Critical", tone: "bad", icon: OctagonAlert },
};

/** Icon and word of an outcome or a severity. */
export function AuditMark({ look }: { look: Look }) {
  const Icon = look.icon;
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 align-middle whitespace-nowrap",
        TONE_TEXT[look.tone],
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {look.word}
    </span>
  );
}
