import type { ServiceContext } from "@/server/services/service-context";
import { type FileOpener, SESSION_FILE_PURPOSE } from "@/server/session-file/formats/encrypted-file";
import type { Secret } from "@/shared/secret";

type SealContext = Pick<ServiceContext, "cipher">;

/** Opens Wheelhouse's own session files: this install's, and with the passphrase also those of others. */
export function sessionFileOpener(ctx: SealContext, passphrase: Secret | null): FileOpener {
  return (sealed) => ctx.cipher.files.open(SESSION_FILE_PURPOSE, sealed, passphrase);
}

/** Seals a session file for this install alone, or for whoever knows the passphrase. */
export function sessionFileSealer(
  ctx: SealContext,
  passphrase: Secret | null,
): (content: Secret) => Promise<string> {
  return (content) => ctx.cipher.files.seal(SESSION_FILE_PURPOSE, content, passphrase);
}
