/** What a query may hold; undefined is left out, a list is sent once for each. */
export type QueryValues = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/** A path whose values are encoded. Throws TypeError for a value that would lead elsewhere. */
export function pathOf(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(segment));
}

function segment(value: string): string {
  if (value === "" || value === "." || value === "..") {
    throw new TypeError(`"${value}" can't stand in an address`);
  }
  return encodeURIComponent(value);
}

/** `?` and the query, or nothing. */
export function queryText(query: object): string {
  const sent = new URLSearchParams();
  for (const [name, value] of Object.entries(query as QueryValues)) {
    if (value === undefined || value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) sent.append(name, String(each));
  }
  return sent.size === 0 ? "" : `?${sent}`;
}
