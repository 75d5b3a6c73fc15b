import { API_ADDRESSES } from "@/shared/addresses";
import type { Secret } from "@/shared/secret";

/** The two settings that next-auth reads from the environment by itself, for an app at this address. */
export function nextAuthEnvironment(
  publicUrl: string,
  authSecret: Secret,
): { readonly NEXTAUTH_URL: string; readonly NEXTAUTH_SECRET: string } {
  return { NEXTAUTH_URL: `${publicUrl}${API_ADDRESSES.auth}`, NEXTAUTH_SECRET: authSecret.reveal() };
}
