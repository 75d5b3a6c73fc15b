/**
 * Whether a request may act with the person's cookie. Reads pass; anything that changes state must come from
 * our own pages: browsers say so in `Sec-Fetch-Site` or `Origin`, and a request that says neither is no browser.
 */
export function isSameOrigin(method: string, headers: Headers, publicOrigin: string): boolean {
  if (method === "GET" || method === "HEAD") {
    return true;
  }
  const fetchSite = headers.get("sec-fetch-site");
  if (fetchSite !== null) {
    return fetchSite === "same-origin";
  }
  const origin = headers.get("origin");
  if (origin === null) {
    return true;
  }
  return (
    origin === publicOrigin ||
    new URL(publicOrigin).protocol.concat("//", headers.get("host") ?? "") === origin
  );
}
