import type { PublicRequest } from "@/server/http/public-client";
import { hookRequest } from "@/server/notices/hook-request";
import { noticeContent } from "@/server/notices/notice-content";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { clipText } from "@/server/notices/plain-text";

/** Discord's limit of `content`. */
const MAX_CONTENT = 2000;
/** Message flag SUPPRESS_EMBEDS: no preview of the link is fetched. */
const SUPPRESS_EMBEDS = 4;

/** A message for a webhook of Discord; it mentions nobody whatever its text says. */
export function discordRequest(url: string, message: NoticeMessage): PublicRequest {
  const { title, lines, facts, url: link } = noticeContent(message);
  const heading = `**${clipText(title, 300, forDiscord)}**\n`;
  const ending = `\n${link}`;
  const room = MAX_CONTENT - heading.length - ending.length;
  return hookRequest(url, {
    content: heading + clipText([...lines, ...facts].join("\n"), room, forDiscord) + ending,
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  });
}

function forDiscord(character: string): string {
  if (character === "@") return "@\u200b";
  return /[\\`*_~|>#[\]()<:-]/.test(character) ? `\\${character}` : character;
}
