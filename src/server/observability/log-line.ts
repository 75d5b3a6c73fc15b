/**
 * What a line may not hold as it is: all control characters, and what some programs take for the end of a line or
 * for a change of the direction of writing. A value with such a character could show as lines of its own.
 */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const PLAIN = /^[\w.:/@+-]+$/;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const withoutUnsafe = (text: string): string => text.replace(UNSAFE, escaped);

/** A line as JSON, from pino's own, which leaves some of the unsafe characters as they are. It ends with a line feed. */
export function jsonLine(line: string): string {
  return `${withoutUnsafe(line.trimEnd())}\n`;
}

/** The same line for people: time, level, message, then each field as `name=value`. It ends with a line feed. */
export function textLine(line: string): string {
  const { time, level, message, ...fields }: Record<string, unknown> = JSON.parse(line);
  const parts = [String(time), String(level).padEnd(7), String(message)];
  for (const [name, value] of Object.entries(fields)) parts.push(`${shown(name)}=${shown(value)}`);
  return `${withoutUnsafe(parts.join(" "))}\n`;
}

function shown(value: unknown): string {
  return typeof value === "string" && PLAIN.test(value) ? value : JSON.stringify(value);
}
