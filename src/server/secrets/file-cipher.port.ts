import type { Secret } from "@/shared/secret";

/** Why a sealed text can't be opened. `altered`: the key is the right one, so the text isn't. */
export type SealRefusal =
  | "seal_not_valid"
  | "altered"
  | "passphrase_needed"
  | "passphrase_wrong"
  | "other_install";

/**
 * Encrypts what leaves the database as a file, such as a session for a bot. The text is bound to its purpose, which
 * no other use shares, and can be opened for nothing else. Only printable ASCII without white space comes out.
 */
export interface FileCipher {
  /**
   * With `passphrase` null, under a key of this install's own: whoever holds its master key can read the file, and
   * nobody else. With a passphrase, any install can read it that is told the passphrase; its strength is that of
   * the file.
   */
  seal(purpose: string, content: Secret, passphrase: Secret | null): Promise<string>;
  /** Opens what {@link seal} made, or tells why not. The passphrase is not used where the text needs none. */
  open(purpose: string, text: string, passphrase: Secret | null): Promise<Secret | SealRefusal>;
}
