import { noticeContent } from "@/server/notices/notice-content";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { clipText, escapeHtml } from "@/server/notices/plain-text";

export interface MailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const FOOTER = "Wheelhouse never asks for a password or a code by e-mail.";

/** The notice as a mail: subject of one line, plain text, and the same as HTML without images or foreign parts. */
export function mailBody(message: NoticeMessage): MailBody {
  const { title, lines, facts, url } = noticeContent(message);
  const parts = [title, ...lines, facts.join("\n"), url, `-- \n${FOOTER}`];
  return {
    subject: `[Wheelhouse] ${clipText(title, 150)}`,
    text: `${parts.filter(Boolean).join("\n\n")}\n`,
    html: page(title, lines, facts, url),
  };
}

function page(title: string, lines: readonly string[], facts: readonly string[], url: string): string {
  const link = escapeHtml(url);
  const heading = escapeHtml(title);
  const paragraphs = lines.map((text) => `<p style="margin:0 0 12px">${escapeHtml(text)}</p>`).join("\n");
  const list =
    facts.length === 0
      ? ""
      : `<p style="margin:0 0 20px;color:#57606a;font-size:14px">${facts.map(escapeHtml).join("<br>")}</p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title></head>
<body style="margin:0;padding:24px;background:#f4f5f7;color:#1b1f24;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dfe2e6;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${heading}</h1>
${paragraphs}
${list}
<p style="margin:0 0 20px"><a href="${link}" style="display:inline-block;padding:10px 16px;background:#1b1f24;color:#ffffff;text-decoration:none;border-radius:6px">Open in Wheelhouse</a></p>
<p style="margin:0;color:#57606a;font-size:13px">${FOOTER}</p>
</div>
</body>
</html>
`;
}
