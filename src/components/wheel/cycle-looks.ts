import {
  Banknote,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  Hourglass,
  Layers2,
  type LucideIcon,
  OctagonAlert,
  ShieldCheck,
  ShieldHalf,
  ShieldOff,
  TriangleAlert,
} from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import type { AssignmentRisk, BesideWheel, CycleState, WheelCycle } from "@/shared/schemas/wheel";

interface Look {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

/** Each state of a cycle with a shape and a word of its own. */
export const CYCLE_LOOKS: Record<CycleState, Look> = {
  cash_secured_put: { word: "Cash-secured put", tone: "neutral", icon: Banknote },
  uncovered: { word: "Uncovered shares", tone: "warn", icon: ShieldOff },
  partly_covered: { word: "Partly covered", tone: "warn", icon: ShieldHalf },
  covered: { word: "Covered call", tone: "ok", icon: ShieldCheck },
  covered_strangle: { word: "Covered strangle", tone: "ok", icon: Layers2 },
  naked_call: { word: "Naked call", tone: "bad", icon: OctagonAlert },
  closed: { word: "Closed", tone: "neutral", icon: CircleCheck },
};

export const RISK_LOOKS: Record<AssignmentRisk["level"], Look> = {
  low: { word: "Low", tone: "neutral", icon: CircleDashed },
  moderate: { word: "Moderate", tone: "warn", icon: CircleAlert },
  high: { word: "High", tone: "bad", icon: TriangleAlert },
  pending: { word: "Under way", tone: "bad", icon: Hourglass },
  unknown: { word: "Not known", tone: "neutral", icon: CircleHelp },
};

export const ENDING_WORDS: Record<NonNullable<WheelCycle["ending"]>, string> = {
  expired: "Expired",
  bought_back: "Bought back",
  called_away: "Called away",
  shares_sold: "Shares sold",
};

export const BESIDE_WORDS: Record<BesideWheel["reason"], string> = {
  cash_settled: "Settled in cash, it never delivers shares.",
  long_option: "Bought to open.",
  spread_leg: "A leg of a spread: its order also opened a long option.",
  not_equity: "It does not deliver shares.",
};
