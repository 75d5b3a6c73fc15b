import { MOST_FILE_BYTES } from "@/server/session-file/formats/flat-record";
import { deviceTokenOf } from "@/server/session-file/formats/saved-session";
import type { Secret } from "@/shared/secret";

/** Its name, at most some bytes of a format's own, and the token itself. */
const NAMED =
  /device_token[^0-9a-f]{0,24}[\s\S]{0,8}?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f-])/i;
const FORM = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/gi;

/**
 * What can be saved of a damaged file: the device token, by which the broker knows the device, so that the next
 * sign-in needs no approval. The text after its name, else the only text in the file that has its form; null where
 * there is none, or more than one.
 */
export function salvageDeviceToken(bytes: Buffer): Secret | null {
  const text = bytes.toString("latin1", 0, Math.min(bytes.length, MOST_FILE_BYTES));
  const named = deviceTokenOf(NAMED.exec(text)?.[1]);
  if (named !== null) return named;
  const found = new Set([...text.matchAll(FORM)].map(([token]) => token.toLowerCase()));
  return found.size === 1 ? deviceTokenOf([...found][0]) : null;
}
