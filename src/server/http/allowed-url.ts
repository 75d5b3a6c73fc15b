import { AppError } from "@/shared/app-error";

/**
 * The address, when its origin (scheme, host and port) is on the list and it carries no user name. Throws
 * CONN_ADDRESS_REFUSED for anything else, a text that is no address included.
 */
export function parseAllowedUrl(text: string, allowedOrigins: ReadonlySet<string>): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "" || !allowedOrigins.has(url.origin)) {
    throw new AppError("CONN_ADDRESS_REFUSED");
  }
  return url;
}
