import { hkdfSync, type KeyObject } from "node:crypto";
import { Secret } from "@/shared/secret";

/**
 * The key of the app-session cookie, derived from the master key under its own label: all processes of an install
 * share it and none has to be kept.
 */
export function authSecretOf(masterKey: { readonly key: KeyObject }): Secret {
  const bytes = Buffer.from(hkdfSync("sha256", masterKey.key, "", "wheelhouse app session cookie v1", 32));
  return new Secret(bytes.toString("base64"));
}
