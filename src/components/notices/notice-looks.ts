import {
  CalendarClock,
  ChartCandlestick,
  CircleCheck,
  Hand,
  KeyRound,
  LockKeyhole,
  type LucideIcon,
  SendHorizontal,
} from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import type { NoticeKind, SubscribableKind } from "@/shared/schemas/notice";

interface NoticeLook {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

/** Each kind has a shape and a word of its own, so that none needs its colour. */
export const NOTICE_LOOKS: Record<NoticeKind, NoticeLook> = {
  needs_person: { word: "Needs you", tone: "needs", icon: Hand },
  deadline_ahead: { word: "Deadline", tone: "warn", icon: CalendarClock },
  connected_again: { word: "Connected again", tone: "ok", icon: CircleCheck },
  login_locked: { word: "Sign-in paused", tone: "locked", icon: LockKeyhole },
  attention: { word: "Needs attention", tone: "warn", icon: ChartCandlestick },
  session_leased: { word: "Session handed out", tone: "warn", icon: KeyRound },
  test: { word: "Test", tone: "neutral", icon: SendHorizontal },
};

/** When a notice of a kind is sent, for those who choose what a channel carries. */
export const KIND_MEANINGS: Record<SubscribableKind, string> = {
  needs_person: "A session ended or a sign-in failed, and only you can mend it.",
  deadline_ahead: "24 hours and 1 hour before a session ends that only you can renew.",
  connected_again: "What you were told of before is mended.",
  login_locked: "Sign-in waits for a while, so that the account isn't locked at the broker.",
  attention: "An option or an account needs attention, as severe as you chose for the list.",
  session_leased:
    "A program got the token of a live broker session: the first time a day for each API token.",
};
