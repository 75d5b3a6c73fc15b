import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { AppError } from "@/shared/app-error";

/** All that is given out as global unicast (RFC 4291); outside it are odd notations such as `::127.0.0.1`. */
const [globalUnicast, globalUnicastBits] = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether the IP address is an ordinary one of the public internet: neither loopback, private, link-local, shared
 * (CGNAT), multicast nor reserved, nor an IPv6 notation that leads to an IPv4 address (mapped, 6to4, NAT64, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || address.match(globalUnicast, globalUnicastBits);
}

/** As `dns.lookup` with `all`. */
export type ResolveAll = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A look-up for sockets that fails with CONN_ADDRESS_REFUSED where any address of the name is not public. The socket
 * connects to the addresses that were judged, so a name server that changes its answer gains nothing.
 * It always answers with a list, as a socket with `autoSelectFamily` wants.
 */
export function guardLookup(resolve: ResolveAll): LookupFunction {
  return (hostname, _options, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error !== null) callback(error, []);
      else if (addresses.every(({ address }) => isPublicAddress(address))) callback(null, addresses);
      else callback(new AppError("CONN_ADDRESS_REFUSED"), []);
    });
  };
}
