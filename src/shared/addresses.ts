/** Every address of the app that is no page, from below the base path: nobody else spells them. */
export const API_ADDRESSES = {
  /** All of them begin so. */
  all: "/api/",
  auth: "/api/auth",
  calendar: "/api/calendar",
  health: "/api/health",
  live: "/api/health/live",
  mcp: "/api/mcp",
  metrics: "/api/metrics",
  ready: "/api/health/ready",
  rest: "/api/v1",
  trpc: "/api/trpc",
} as const;

/** The path below which the app lives, of the address under which people reach it; empty where there is none. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, "");
}

/** A path as the app itself knows it: without the base path, where it begins with that. */
export function belowBasePath(path: string, basePath: string): string {
  if (basePath === "" || !path.startsWith(basePath)) return path;
  const rest = path.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : path;
}
