import type { PublicRequest } from "@/server/http/public-client";
import { hookRequest } from "@/server/notices/hook-request";
import { noticeContent } from "@/server/notices/notice-content";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { clipText } from "@/server/notices/plain-text";
import type { NoticeKind } from "@/shared/schemas/notice";

/** ntfy's priorities go from 1 to 5, with 3 as usual; tags with the name of an emoji are shown as one. */
const LOOKS: Readonly<Record<NoticeKind, { priority: number; tag: string }>> = {
  needs_person: { priority: 4, tag: "warning" },
  deadline_ahead: { priority: 4, tag: "hourglass_flowing_sand" },
  connected_again: { priority: 3, tag: "white_check_mark" },
  login_locked: { priority: 4, tag: "lock" },
  attention: { priority: 4, tag: "chart_with_upwards_trend" },
  session_leased: { priority: 4, tag: "key" },
  test: { priority: 3, tag: "bell" },
};

/**
 * A message for a topic of ntfy, posted as JSON to the server's root (ntfy, "Publish as JSON"). ntfy shows it as plain
 * text. Null where the address is not `https://server/topic` or the token can't stand in a header.
 */
export function ntfyRequest(
  url: string,
  token: string | undefined,
  message: NoticeMessage,
): PublicRequest | null {
  const address = URL.canParse(url) ? new URL(url) : null;
  const topic = /^\/([-_A-Za-z0-9]{1,64})\/?$/.exec(address?.pathname ?? "")?.[1];
  if (address === null || topic === undefined || (token && !/^[\x21-\x7e]+$/.test(token))) return null;
  const { title, lines, facts, url: click } = noticeContent(message);
  const { priority, tag } = LOOKS[message.kind];
  address.pathname = "/";
  const payload = {
    topic,
    title: clipText(title, 250),
    // 4096 bytes at most, or ntfy makes a file of it.
    message: clipText([...lines, ...facts].join("\n"), 1300),
    click,
    priority,
    tags: [tag],
  };
  return hookRequest(address.href, payload, token ? { authorization: `Bearer ${token}` } : {});
}
