/** The path of a proxied call, read so strictly that broker and judge can't read it differently. */
export interface ProxyPath {
  /** As it goes out: begins with a slash, percent-encoded in one way only. */
  readonly path: string;
  /** Decoded and in lower case, for the rules. */
  readonly segments: readonly string[];
  /** With everything left out that could be an id, a symbol or a number: what log and flight recorder show. */
  readonly route: string;
}

const MOST_CHARACTERS = 2048;
const MOST_SEGMENTS = 16;
const SEGMENT = /^(?:[A-Za-z0-9._~!$'()*,=:@+-]|%[0-9A-Fa-f]{2})+$/;
/** Printable ASCII but what separates parts of an address, or begins another round of decoding. */
const DECODED = /^(?!\.+$)[^\P{ASCII}\p{Cc}/\\%?#;]+$/u;
/** A word of the broker's own, such as `recent_day_trades` or `v1`. */
const WORD = /^(?!.*[a-z0-9]{25})[a-z][a-z_-]{0,39}\d?$/;

/**
 * Reads what stands behind the host in the address of a proxied call, still percent-encoded and without its first
 * slash. Null for anything that is not plain: dots for parts, empty parts, encoded slashes, control characters.
 */
export function readProxyPath(text: string): ProxyPath | null {
  if (text.length > MOST_CHARACTERS) return null;
  const parts = text.split("/");
  const endsWithSlash = parts.length > 1 && parts.at(-1) === "";
  const decoded = (endsWithSlash ? parts.slice(0, -1) : parts).map(decodeSegment);
  const segments = decoded.filter((segment) => segment !== null);
  if (segments.length !== decoded.length || segments.length > MOST_SEGMENTS) return null;
  const end = endsWithSlash ? "/" : "";
  return {
    path: `/${segments.map(encodeURI).join("/")}${end}`,
    segments: segments.map((segment) => segment.toLowerCase()),
    route: `/${segments.map((segment) => (WORD.test(segment) ? segment : ":id")).join("/")}${end}`,
  };
}

function decodeSegment(text: string): string | null {
  if (!SEGMENT.test(text)) return null;
  try {
    const decoded = decodeURIComponent(text);
    return DECODED.test(decoded) ? decoded : null;
  } catch {
    return null;
  }
}

const MOST_QUERY_CHARACTERS = 8192;

/** Whether the text, without its question mark, may go out as a query: printable ASCII without `#`. */
export function isProxyQuery(text: string): boolean {
  return text.length <= MOST_QUERY_CHARACTERS && /^[\x21\x22\x24-\x7e]*$/.test(text);
}
