import type { Handler } from "./exchange";

interface Route {
  method: string;
  pattern: string;
  segments: readonly string[];
  handler: Handler;
}

/** What a path matched: its handler, its parameters, and its pattern for the request log. */
export interface RouteMatch {
  pattern: string;
  params: Record<string, string>;
  handler: Handler;
}

/** A table of methods and path patterns such as `/accounts/:account/`. Fixed segments win over parameters. */
export class Router {
  readonly #routes: Route[] = [];

  add(method: string, pattern: string, handler: Handler): void {
    this.#routes.push({ method, pattern, segments: pattern.split("/"), handler });
  }

  find(method: string, path: string): RouteMatch | null {
    let best: { match: RouteMatch; fixed: number } | null = null;
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const params = matchSegments(route.segments, path.split("/"));
      if (params === null) continue;
      const fixed = route.segments.filter((segment) => !segment.startsWith(":")).length;
      if (best === null || fixed > best.fixed) {
        best = { match: { pattern: route.pattern, params, handler: route.handler }, fixed };
      }
    }
    return best === null ? null : best.match;
  }

  /** The methods that the path answers to, so that a wrong one can be told from a wrong path. */
  methods(path: string): string[] {
    const parts = path.split("/");
    const matching = this.#routes.filter((route) => matchSegments(route.segments, parts) !== null);
    return [...new Set(matching.map((route) => route.method))];
  }
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (segments.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if (segment.startsWith(":")) {
      if (part === "") return null;
      params[segment.slice(1)] = part;
    } else if (segment !== part) return null;
  }
  return params;
}
