import type { Secret } from "@/shared/secret";

export interface AuthSettings {
  /** Origin under which browsers reach the app; on https the cookies are `Secure` and carry the `__Host-` prefix. */
  readonly publicUrl: string;
  /** Encrypts the app-session cookie; the same for every process of the install. */
  readonly secret: Secret;
}

/** Whether browsers come over https. */
export function isHttps(settings: AuthSettings): boolean {
  return settings.publicUrl.startsWith("https://");
}
