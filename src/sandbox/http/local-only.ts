import { detail, type SandboxReply, type SandboxRequest } from "./exchange";

/**
 * Keeps the control interface and the phone page to this machine: the name asked for must be a loopback one
 * (a page elsewhere whose name was pointed here is refused), and a browser must not come from another site.
 */
export function refuseUnlessLocal(request: SandboxRequest): SandboxReply | null {
  const host = request.headers.host ?? "";
  if (!isLoopback(hostName(host)))
    return detail(403, "Only reachable under a loopback name, such as localhost.");
  const origin = request.headers.origin;
  const site = request.headers["sec-fetch-site"];
  const foreign = origin !== undefined && origin !== `http://${host}`;
  if (foreign || site === "cross-site" || site === "same-site") {
    return detail(403, "Requests from another site are refused.");
  }
  return null;
}

function hostName(host: string): string {
  return host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
}

function isLoopback(name: string): boolean {
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name)
  );
}
