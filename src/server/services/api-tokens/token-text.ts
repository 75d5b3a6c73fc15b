import { crc32 } from "node:zlib";
import type { Random } from "@/server/random";
import { Secret } from "@/shared/secret";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = "whl";
const ID_LENGTH = 16;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(
  `^(${PREFIX}_([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}}))_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);
// The largest multiple of 62 that a byte can hold: what lies beyond would favour the first characters.
const FAIR_BYTES = 248;

/** A new token: `whl_<id>_<secret>_<checksum>`. The secret holds 256 random bits. */
export function newTokenText(random: Random): { id: string; secret: Secret; text: Secret } {
  const id = randomText(random, ID_LENGTH);
  const secret = randomText(random, SECRET_LENGTH);
  const body = `${PREFIX}_${id}_${secret}`;
  return { id, secret: new Secret(secret), text: new Secret(`${body}_${checksumOf(body)}`) };
}

/**
 * The parts of a token. `malformed` when it has another shape; `checksum` when it has the shape but was mistyped or
 * put together by somebody who does not know how.
 */
export function parseTokenText(text: Secret): { id: string; secret: Secret } | "malformed" | "checksum" {
  const [, body = "", id = "", secret = "", checksum] = SHAPE.exec(text.reveal()) ?? [];
  if (checksum === undefined) return "malformed";
  return checksumOf(body) === checksum ? { id, secret: new Secret(secret) } : "checksum";
}

/** What stands before a token's secret: enough to recognise it by in a program's settings. */
export function hintOf(tokenId: string): string {
  return `${PREFIX}_${tokenId}_`;
}

/** CRC-32 of all that stands before the last underscore, in base 62, most significant first. */
function checksumOf(body: string): string {
  let left = crc32(body);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = `${ALPHABET.charAt(left % ALPHABET.length)}${digits}`;
    left = Math.floor(left / ALPHABET.length);
  }
  return digits;
}

function randomText(random: Random, length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < FAIR_BYTES && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
