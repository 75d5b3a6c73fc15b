import type { RawInput } from "@/server/rest/rest-route";

/** The query of an address; a name that stands in it several times has a list. */
export function queryOf(url: URL): RawInput["query"] {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const [first = "", ...more] = url.searchParams.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}
