import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
  CircleSlash,
  type LucideIcon,
  TimerOff,
} from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import type { OrderStatus } from "@/shared/schemas/trading";

/** How an order stands, as a word and a shape of its own. */
export const ORDER_LOOKS: Record<OrderStatus, { word: string; tone: StatusTone; icon: LucideIcon }> = {
  open: { word: "Open", tone: "neutral", icon: CircleDashed },
  partially_filled: { word: "Partly filled", tone: "warn", icon: CircleDotDashed },
  filled: { word: "Filled", tone: "ok", icon: CircleCheck },
  cancelled: { word: "Cancelled", tone: "neutral", icon: CircleSlash },
  rejected: { word: "Rejected", tone: "bad", icon: Ban },
  expired: { word: "Expired", tone: "neutral", icon: TimerOff },
};
