import {
  CircleCheck,
  CircleDashed,
  Hourglass,
  type LucideIcon,
  TrendingDown,
  TrendingUp,
} from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import type { FigureView, MetricSpan } from "@/shared/schemas/metrics";

/** How a figure stands, as word, shape and colour. */
export const FIGURE_LOOKS: Record<FigureView["state"], { word: string; tone: StatusTone; icon: LucideIcon }> =
  {
    normal: { word: "Normal", tone: "ok", icon: CircleCheck },
    higher: { word: "Higher", tone: "warn", icon: TrendingUp },
    lower: { word: "Lower", tone: "warn", icon: TrendingDown },
    quiet: { word: "Quiet", tone: "neutral", icon: CircleDashed },
    unknown: { word: "No history", tone: "neutral", icon: Hourglass },
  };

/** A time as the span needs it, in the reader's zone: `14:05`, or `21 Nov 14:00` where days pass. */
export function timeWords(at: Date, span: MetricSpan): string {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  if (span === "hour" || span === "day") return new Intl.DateTimeFormat("en-GB", time).format(at);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at);
  return span === "month" ? day : `${day} ${new Intl.DateTimeFormat("en-GB", time).format(at)}`;
}
