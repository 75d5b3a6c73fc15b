import type { Secret } from "@/shared/secret";

/** The two settings that next-auth reads from the environment by itself. */
export function nextAuthEnvironment(
  publicUrl: string,
  authSecret: Secret,
): { readonly NEXTAUTH_URL: string; readonly NEXTAUTH_SECRET: string } {
  return { NEXTAUTH_URL: publicUrl, NEXTAUTH_SECRET: authSecret.reveal() };
}
