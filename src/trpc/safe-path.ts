import { API_ADDRESSES } from "@/shared/addresses";

/**
 * A path of this site to go to after sign-in, or `/dashboard` for anything else. Only a path that begins
 * with one slash counts: `//host`, `/\host` and addresses with a scheme lead elsewhere.
 */
export function safePath(path: string | null | undefined): string {
  if (path === null || path === undefined || !/^\/(?![/\\])[\w\-./~%?=&[\]:,+@]*$/.test(path))
    return "/dashboard";
  return path.startsWith("/sign-in") || path.startsWith(API_ADDRESSES.all) ? "/dashboard" : path;
}

/** The sign-in page that leads back to a path. */
export function signInPath(from: string): string {
  const next = safePath(from);
  return next === "/dashboard" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
