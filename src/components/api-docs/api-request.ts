import type { PageRoute } from "@/server/rest/page-routes";
import { API_ADDRESSES } from "@/shared/addresses";

/** What a person typed for a route, by the name of the parameter. */
export type Typed = Readonly<Record<string, string>>;

/** The address that is called: what was typed is escaped, lists are parted at commas, what is empty is left out. */
export function addressOf(route: Pick<PageRoute, "path" | "parameters">, typed: Typed): string {
  const query = new URLSearchParams();
  let path = route.path;
  for (const { name, in: place, type } of route.parameters) {
    const value = (typed[name] ?? "").trim();
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== "") {
      for (const each of type.startsWith("list") ? value.split(",") : [value])
        query.append(name, each.trim());
    }
  }
  return `${API_ADDRESSES.rest}${path}${query.size === 0 ? "" : `?${query}`}`;
}

/** The parameters that must be typed and are not. */
export function missingIn(route: Pick<PageRoute, "parameters">, typed: Typed): string[] {
  return route.parameters
    .filter(({ name, required }) => required && (typed[name] ?? "").trim() === "")
    .map(({ name }) => name);
}

/** The same call for a terminal. The token stands in a variable: what is typed at a terminal is kept by it. */
export function curlOf(route: PageRoute, origin: string): string {
  const lines = [
    `curl ${route.method === "GET" ? "" : `-X ${route.method} `}"${origin}${API_ADDRESSES.rest}${route.path}"`,
  ];
  if (route.scopes !== null) lines.push('-H "Authorization: Bearer $WHEELHOUSE_TOKEN"');
  if (route.bodyExample !== null) {
    const body = JSON.stringify(JSON.parse(route.bodyExample));
    lines.push('-H "Content-Type: application/json"', `-d '${body}'`);
  }
  return lines.join(" \\\n  ");
}

/** A reply's text for reading: JSON with line breaks, anything else as it came. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
