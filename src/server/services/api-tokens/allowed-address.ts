import ipaddr from "ipaddr.js";

/**
 * Whether the address is one of the allowed addresses and ranges; an empty list allows all. An address that is not
 * known is in no range. An IPv4 address in IPv6 clothes counts as the IPv4 address.
 */
export function isAllowedAddress(address: string | null, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  if (address === null || !ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return allowed.some((range) => {
    const [network, bits] = rangeOf(range);
    return client.kind() === network.kind() && client.match(network, bits);
  });
}

function rangeOf(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes("/")) return ipaddr.parseCIDR(range);
  const address = ipaddr.process(range);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
