/**
 * Where a redirect leads, as path and query of the host that was asked; null where it leads to another host, or
 * nowhere. `requested` is the address that was asked.
 */
export function locationOnHost(location: string, requested: string): string | null {
  const target = URL.canParse(location, requested) ? new URL(location, requested) : null;
  return target === null || target.origin !== new URL(requested).origin
    ? null
    : `${target.pathname}${target.search}`;
}
