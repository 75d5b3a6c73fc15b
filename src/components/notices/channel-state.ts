import { CircleCheck, CircleDashed, CirclePause, CircleX, type LucideIcon } from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import type { ChannelView } from "@/shared/schemas/notice";

type Facts = Pick<ChannelView, "enabled" | "lastErrorCode" | "lastDeliveredAt" | "lastFailedAt">;

interface ChannelLook {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

const OFF: ChannelLook = { word: "Off", tone: "neutral", icon: CirclePause };
const FAILING: ChannelLook = { word: "Not getting through", tone: "bad", icon: CircleX };
const WORKING: ChannelLook = { word: "Working", tone: "ok", icon: CircleCheck };
const UNTRIED: ChannelLook = { word: "Not tried yet", tone: "neutral", icon: CircleDashed };

/** How a channel stands, in a word. Where a new address came after a failure, nothing is known yet. */
export function channelLook({ enabled, lastErrorCode, lastDeliveredAt, lastFailedAt }: Facts): ChannelLook {
  if (!enabled) return OFF;
  if (lastErrorCode !== null) return FAILING;
  if (lastDeliveredAt === null) return UNTRIED;
  const failedSince = lastFailedAt !== null && Date.parse(lastFailedAt) > Date.parse(lastDeliveredAt);
  return failedSince ? UNTRIED : WORKING;
}

/** `1 notice`, `3 notices`. */
export function noticeCount(count: number): string {
  return `${count} notice${count === 1 ? "" : "s"}`;
}

/** What becomes of notices that could not be sent. */
export function deadAdvice(dead: number): string {
  const it = dead === 1 ? "it" : "them";
  return `You can still read ${it} in the app. Mend the channel first, then send ${it} again.`;
}

/** What goes with a channel that is removed, as sentences. */
export function removalLosses(
  channel: Pick<ChannelView, "kind" | "waiting" | "dead">,
  isLast: boolean,
): string[] {
  const { kind, waiting, dead } = channel;
  const it = kind === "webhook" ? "Its address and its signing secret are" : "Its address is";
  return [
    `${it} deleted from this server.`,
    ...(waiting > 0 ? [`${noticeCount(waiting)} still waiting for this channel will not be sent.`] : []),
    ...(dead > 0 ? [`${noticeCount(dead)} that could not be sent can't be sent again.`] : []),
    ...(isLast ? ["It is your only channel: you will see notices in this app only."] : []),
  ];
}
