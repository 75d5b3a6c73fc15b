import { Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { AttentionItem } from "@/shared/schemas/attention";

/** Each severity with a shape and a word of its own. */
export const SEVERITY_LOOKS = {
  critical: { word: "Critical", tone: "bad", icon: OctagonAlert },
  warning: { word: "Warning", tone: "warn", icon: TriangleAlert },
  info: { word: "Note", tone: "neutral", icon: Info },
} as const satisfies Record<AttentionItem["severity"], unknown>;
