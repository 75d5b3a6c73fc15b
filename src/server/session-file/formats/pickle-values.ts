import { isUtf8 } from "node:buffer";

const PLAIN = /^\p{ASCII}*$/u;

/**
 * Text of the binary opcodes, from its bytes, a character each; null where they are not UTF-8. Python writes lone
 * surrogates, which no token has.
 */
export function textOf(characters: string): string | null {
  // Tokens are ASCII: nothing is to be decoded.
  if (PLAIN.test(characters)) return characters;
  const bytes = Buffer.from(characters, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
}

const ESCAPE = /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Text of protocol 0: a byte a character, others as `\uXXXX` or `\UXXXXXXXX`. Python escapes the backslash as well,
 * so that each one begins an escape; null for any other text, and for half of a surrogate pair.
 */
export function escapedTextOf(line: string): string | null {
  if (!line.includes("\\")) return line;
  if (line.replace(ESCAPE, "").includes("\\")) return null;
  let valid = true;
  const text = line.replace(ESCAPE, (_all, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? "", 16);
    const character = code > 0x10ffff ? "" : String.fromCodePoint(code);
    valid &&= character !== "" && (character.length === 2 || !SURROGATE.test(character));
    return character;
  });
  return valid ? text : null;
}

/** A whole number in decimal, as `INT` and `LONG` have it; null for others. `00` and `01` are Python's booleans. */
export function wholeNumberOf(line: string): number | null {
  return /^(?:0|-?[1-9]\d{0,15})$/.test(line) ? safe(Number(line)) : null;
}

/** A number of the opcode `FLOAT`; null for others, infinity included. */
export function floatOf(line: string): number | null {
  return /^-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?$/.test(line) ? finite(Number(line)) : null;
}

/** Little-endian two's complement of `LONG1`; null beyond what a number holds exactly. No bytes at all are 0. */
export function longOf(bytes: Buffer): number | null {
  if (bytes.length === 0) return 0;
  return bytes.length <= 6 ? bytes.readIntLE(0, bytes.length) : null;
}

/** The number of a place in the memo, as `PUT` and `GET` have it; null for anything else. */
export function memoNumberOf(line: string): number | null {
  return /^(?:0|[1-9]\d{0,9})$/.test(line) ? Number(line) : null;
}

export function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

function safe(number: number): number | null {
  return Number.isSafeInteger(number) ? number : null;
}
