import type { RestRoute } from "@/server/rest/rest-route";
import { AppError } from "@/shared/app-error";

/** The routes of one path, and the parameters in it. */
export interface PathMatch {
  readonly routes: readonly RestRoute[];
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The routes whose path this is, whatever their method; null for none. `path` is what stands after `/api/v1` as it
 * was sent. A path without parameters goes before one with them. Throws API_INVALID_REQUEST for broken escapes.
 */
export function matchPath(routes: readonly RestRoute[], path: string): PathMatch | null {
  const sent = path.split("/").slice(1);
  const found = new Map<string, RestRoute[]>();
  for (const route of routes) {
    if (fits(segmentsOf(route.path), sent)) {
      found.set(route.path, [...(found.get(route.path) ?? []), route]);
    }
  }
  const [first] = [...found.keys()].toSorted((one, other) => openness(one) - openness(other));
  const matching = first === undefined ? undefined : found.get(first);
  return first === undefined || matching === undefined
    ? null
    : { routes: matching, params: paramsOf(segmentsOf(first), sent) };
}

const segmentsOf = (path: string): string[] => path.split("/").slice(1);
const nameOf = (segment: string): string | null => /^\{(\w+)\*?\}$/.exec(segment)?.[1] ?? null;
const isRest = (segment: string | undefined): boolean => segment?.endsWith("*}") ?? false;

/** How much of a path is left open: of two that fit, the narrower one is meant. */
const openness = (path: string): number => path.split("{").length + (path.endsWith("*}") ? 100 : 0);

function fits(template: readonly string[], sent: readonly string[]): boolean {
  const takesRest = isRest(template.at(-1));
  if (takesRest ? sent.length < template.length : sent.length !== template.length) return false;
  return template.every((segment, index) => nameOf(segment) !== null || segment === sent[index]);
}

function paramsOf(template: readonly string[], sent: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    template.flatMap((segment, index) => {
      const name = nameOf(segment);
      if (name === null) return [];
      return [[name, isRest(segment) ? sent.slice(index).join("/") : decode(sent[index] ?? "")]];
    }),
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AppError("API_INVALID_REQUEST", "The path is not well-formed");
  }
}
