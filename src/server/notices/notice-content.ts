import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { oneLine, textLines } from "@/server/notices/plain-text";
import { ERROR_CODES } from "@/shared/error-codes";

/** A message as every service shows it: plain text of one line each, not yet escaped for any of them. */
export interface NoticeContent {
  readonly title: string;
  readonly lines: readonly string[];
  /** Such as `Deadline: 2026-03-02 14:30 UTC`. */
  readonly facts: readonly string[];
  readonly url: string;
}

/** The message's text in lines, with what is known beside it as facts. */
export function noticeContent(message: NoticeMessage): NoticeContent {
  const { connectionLabel, errorCode, deadlineAt } = message;
  const facts = [
    connectionLabel === null ? "" : `Connection: ${oneLine(connectionLabel)}`,
    deadlineAt === null ? "" : `Deadline: ${minuteOf(deadlineAt)}`,
    errorCode === null ? "" : `Reason: ${ERROR_CODES[errorCode].message} (${ERROR_CODES[errorCode].number})`,
  ];
  return {
    title: oneLine(message.title),
    lines: textLines(message.text),
    facts: facts.filter(Boolean),
    url: message.url,
  };
}

function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
