import { NOTICE_LOOKS } from "@/components/notices/notice-looks";
import type { NoticeView } from "@/shared/schemas/notice";

type Facts = Pick<NoticeView, "kind" | "readAt" | "resolvedAt" | "deadlineAt" | "connectionId">;

interface NoticePresentation {
  readonly look: (typeof NOTICE_LOOKS)[keyof typeof NOTICE_LOOKS];
  /** When it was mended; null while it stands, and for good news, which needs no mending. */
  readonly settledAt: string | null;
  readonly isNew: boolean;
  /** A time that is still ahead, with the word for it. */
  readonly ahead: { readonly word: string; readonly at: string } | null;
  /** The connection's page, where there still is one. */
  readonly href: string | null;
}

/**
 * How one notice looks now.
 *
 * @param connectionIds those that the person has; null while they are not known, when every link is given.
 * @param nowMs null in the first moment of a page, when nothing is said of what lies ahead.
 */
export function presentNotice(
  notice: Facts,
  connectionIds: readonly string[] | null,
  nowMs: number | null,
): NoticePresentation {
  const { kind, connectionId, deadlineAt } = notice;
  const look = NOTICE_LOOKS[kind];
  const settledAt = kind === "connected_again" || kind === "test" ? null : notice.resolvedAt;
  const isAhead = nowMs !== null && deadlineAt !== null && Date.parse(deadlineAt) > nowMs;
  const exists = connectionId !== null && (connectionIds === null || connectionIds.includes(connectionId));
  return {
    look: settledAt === null ? look : { ...look, tone: "neutral" },
    settledAt,
    isNew: notice.readAt === null,
    ahead:
      isAhead && settledAt === null
        ? { word: kind === "login_locked" ? "Sign in again" : "Deadline", at: deadlineAt }
        : null,
    href: exists ? `/settings/connections/${connectionId}` : null,
  };
}
