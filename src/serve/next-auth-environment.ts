import { authSecretOf } from "@/server/auth/auth-secret";
import type { MasterKey } from "@/server/secrets/master-key";

/** The two settings that next-auth reads from the environment by itself. */
export function nextAuthEnvironment(
  publicUrl: string,
  masterKey: Pick<MasterKey, "key">,
): { readonly NEXTAUTH_URL: string; readonly NEXTAUTH_SECRET: string } {
  return { NEXTAUTH_URL: publicUrl, NEXTAUTH_SECRET: authSecretOf(masterKey).reveal() };
}
