import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Tells whether an address (as text) belongs to a proxy whose forwarding headers are believed. */
export type ProxyCheck = (address: string) => boolean;

function rangeOf(entry: string): Range {
  if (entry.includes("/")) return ipaddr.parseCIDR(entry);
  const address = ipaddr.parse(entry);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** Plain text of an address; IPv4 mapped into IPv6 reads as IPv4, a port is dropped. Null when it is no address. */
export function normaliseAddress(text: string): string | null {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^([\d.]+):\d+$/, "$1");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}

/** Compiles addresses and CIDR ranges, checked before, into a {@link ProxyCheck}. */
export function trustedProxyCheck(entries: readonly string[]): ProxyCheck {
  const ranges = entries.map(rangeOf);
  return (text) => {
    const address = ipaddr.process(text);
    return ranges.some((range) => range[0].kind() === address.kind() && address.match(range));
  };
}

/**
 * The address of the client: the peer's own, or, behind trusted proxies, the right-most address of
 * `X-Forwarded-For` that is not one of them. Anything further left was written by the client itself.
 * Null when the socket is gone.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: ProxyCheck,
): string | null {
  let current = peer === undefined ? null : normaliseAddress(peer);
  const hops = forwardedFor?.split(",") ?? [];
  while (current !== null && isTrusted(current)) {
    const hop = hops.pop();
    const previous = hop === undefined ? null : normaliseAddress(hop);
    if (previous === null) return current;
    current = previous;
  }
  return current;
}
