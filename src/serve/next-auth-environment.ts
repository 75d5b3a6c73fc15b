import { hkdfSync } from "node:crypto";
import type { MasterKey } from "@/server/secrets/master-key";

/**
 * The two settings that next-auth reads from the environment by itself. Its secret is derived from the master key
 * under its own label, so that all processes of an install share it and none has to be kept.
 */
export function nextAuthEnvironment(
  publicUrl: string,
  masterKey: Pick<MasterKey, "key">,
): { readonly NEXTAUTH_URL: string; readonly NEXTAUTH_SECRET: string } {
  const secret = Buffer.from(hkdfSync("sha256", masterKey.key, "", "wheelhouse app session cookie v1", 32));
  return { NEXTAUTH_URL: publicUrl, NEXTAUTH_SECRET: secret.toString("base64") };
}
