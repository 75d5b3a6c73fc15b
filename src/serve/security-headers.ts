interface HeaderFacts {
  /** Fresh for every reply, base64. */
  readonly nonce: string;
  readonly isDev: boolean;
  /** Whether browsers reach the app over https. */
  readonly isHttps: boolean;
  readonly path: string;
}

const YEAR_SECONDS = 31_536_000;

/** Inline styles stay allowed: the positions of menus and dialogs are written as style attributes. */
function contentSecurityPolicy({ nonce, isDev }: HeaderFacts): string {
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`;
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Built files carry a hash in their name and no person's data: those alone may be cached. */
const isBuiltFile = (path: string): boolean => path.startsWith("/_next/static/");

/** The headers of every reply, by lower-case name. The policy also goes on the request: Next takes its nonce there. */
export function securityHeaders(facts: HeaderFacts): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(facts),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ...(facts.isHttps && { "strict-transport-security": `max-age=${YEAR_SECONDS}` }),
    ...(!isBuiltFile(facts.path) && { "cache-control": "no-store" }),
  };
}
