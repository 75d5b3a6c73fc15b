import type { SessionFileFormat } from "@/server/session-file/formats/decode-session-file";
import { writeEncrypted } from "@/server/session-file/formats/encrypted-file";
import { recordOfSession, type SavedSession } from "@/server/session-file/formats/saved-session";
import { writeJson } from "@/server/session-file/formats/write-json";
import { writePickle } from "@/server/session-file/formats/write-pickle";
import type { Secret } from "@/shared/secret";

/**
 * The bytes of a session file. A pickle has exactly the four entries of the Python client in its order; JSON has the
 * time as well; `seal` is used for the encrypted file alone. The bytes of the first two hold tokens in the clear.
 */
export function encodeSessionFile(
  format: SessionFileFormat,
  session: SavedSession & { readonly savedAt: Date },
  seal: (content: Secret) => Promise<string>,
): Promise<Buffer> {
  switch (format) {
    case "pickle":
      return Promise.resolve(writePickle(recordOfSession(session)));
    case "json":
      return Promise.resolve(writeJson(session, session.savedAt));
    case "encrypted":
      return writeEncrypted(session, seal);
  }
}
