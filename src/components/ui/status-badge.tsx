import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock3,
  Hand,
  History,
  Hourglass,
  LockKeyhole,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import { Badge, type StatusTone, TONE_TEXT } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import type { ConnectionHealth, ConnectionStatus } from "@/shared/schemas/connection";

interface StatusLook {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

/** Whose turn it is. Each has a shape of its own, so that none needs its colour. */
export const HEALTH_LOOKS: Record<ConnectionHealth, StatusLook> = {
  ok: { word: "OK", tone: "ok", icon: CircleCheck },
  degraded: { word: "Degraded", tone: "warn", icon: TriangleAlert },
  needs_person: { word: "Needs you", tone: "needs", icon: Hand },
  locked: { word: "Locked", tone: "locked", icon: LockKeyhole },
};

export const CONNECTION_LOOKS: Record<ConnectionStatus, StatusLook> = {
  disconnected: { word: "Not connected", tone: "neutral", icon: CircleDashed },
  connecting: { word: "Connecting", tone: "neutral", icon: Hourglass },
  challenge: { word: "Waiting for you", tone: "needs", icon: Hand },
  connected: { word: "Connected", tone: "ok", icon: CircleCheck },
  error: { word: "Error", tone: "bad", icon: CircleX },
  expired: { word: "Expired", tone: "needs", icon: Clock3 },
};

export const FRESHNESS_LOOKS: Record<"fresh" | "stale" | "failed", StatusLook> = {
  fresh: { word: "Fresh", tone: "ok", icon: CircleDot },
  stale: { word: "Stale", tone: "warn", icon: History },
  failed: { word: "Failed", tone: "bad", icon: CircleAlert },
};

interface StatusBadgeProps {
  look: StatusLook;
  /** Another word in place of the look's own. */
  word?: string;
  /** Icon and word without the box, for dense lists. */
  plain?: boolean;
}

/** A state as shape, colour and word. */
export function StatusBadge({ look, word, plain = false }: StatusBadgeProps) {
  const Icon = look.icon;
  if (plain) {
    return (
      <span
        className={classNames(
          "inline-flex items-center gap-1.5 align-middle font-medium",
          TONE_TEXT[look.tone],
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {word ?? look.word}
      </span>
    );
  }
  return (
    <Badge tone={look.tone} icon={<Icon aria-hidden />}>
      {word ?? look.word}
    </Badge>
  );
}
