import type { PublicRequest } from "@/server/http/public-client";
import { hookRequest } from "@/server/notices/hook-request";
import { noticeContent } from "@/server/notices/notice-content";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { clipText, escapeAngles } from "@/server/notices/plain-text";

/**
 * A message for an incoming webhook of Slack, or of Mattermost, which takes the same form. Slack shows `blocks`, whose
 * plain text knows no markup; Mattermost shows `text`, which is Markdown. In both, `&`, `<` and `>` must be escaped
 * (Slack, "Formatting text"), so that nobody is mentioned by `<!channel>`.
 */
export function slackRequest(url: string, message: NoticeMessage): PublicRequest {
  const { title, lines, facts, url: link } = noticeContent(message);
  const body = [...lines, ...facts].join("\n");
  const linkTarget = escapeAngles(link.replaceAll("|", "%7C"));
  return hookRequest(url, {
    text: `${clipText(title, 600, forMarkdown)}\n${clipText(body, 6000, forMarkdown)}\n${escapeAngles(link)}`,
    blocks: [
      { type: "header", text: plainText(title, 150) },
      ...(body === "" ? [] : [{ type: "section", text: plainText(body, 3000) }]),
      { type: "section", text: { type: "mrkdwn", text: `<${linkTarget}|Open in Wheelhouse>` } },
    ],
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

function plainText(text: string, limit: number) {
  return { type: "plain_text", text: clipText(text, limit, escapeAngles), emoji: false };
}

/** Mattermost mentions whom a bare `@name` names: a character of no width takes the name away from the sign. */
function forMarkdown(character: string): string {
  if (character === "@") return "@\u200b";
  return /[\\`*_~[\]|#]/.test(character) ? `\\${character}` : escapeAngles(character);
}
