/** Control characters, and marks that turn the direction of text around so that it reads as something else. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The text in one line, without control characters: fit for a title or a mail header. */
export function oneLine(text: string): string {
  return text.replace(INVISIBLE, " ").trim();
}

/** The text's lines, each without control characters; empty ones are left out. */
export function textLines(text: string): string[] {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(oneLine)
    .filter(Boolean);
}

/**
 * The text with each character passed through `escapeCharacter`, in fewer than `limit` characters. What is too long ends
 * in `…`; an escape is never cut in two.
 */
export function clipText(
  text: string,
  limit: number,
  escapeCharacter: (character: string) => string = (character) => character,
): string {
  let clipped = "";
  for (const character of text) {
    const escaped = escapeCharacter(character);
    if (clipped.length + escaped.length >= limit) return `${clipped}…`;
    clipped += escaped;
  }
  return clipped;
}

/** The text without the three characters that begin or end markup in HTML and Slack: `&`, `<`, `>`. */
export function escapeAngles(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The text as HTML shows it, in a quoted attribute as well. */
export function escapeHtml(text: string): string {
  return escapeAngles(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
