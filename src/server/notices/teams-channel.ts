import type { PublicRequest } from "@/server/http/public-client";
import { hookRequest } from "@/server/notices/hook-request";
import { noticeContent } from "@/server/notices/notice-content";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { clipText } from "@/server/notices/plain-text";

/**
 * An adaptive card for a workflow of Microsoft Teams that starts when a webhook request is received. Text stands in
 * text runs, which know no Markdown; a mention would need an entity of its own, and there is none.
 */
export function teamsRequest(url: string, message: NoticeMessage): PublicRequest {
  const { title, lines, facts, url: link } = noticeContent(message);
  return hookRequest(url, {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            line(title, { weight: "Bolder", size: "Medium" }),
            ...lines.map((text) => line(text)),
            ...facts.map((text) => line(text, { isSubtle: true })),
          ],
          actions: [{ type: "Action.OpenUrl", title: "Open in Wheelhouse", url: link }],
        },
      },
    ],
  });
}

function line(text: string, style: Readonly<Record<string, string | boolean>> = {}) {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text: clipText(text, 2000), ...style }] };
}
