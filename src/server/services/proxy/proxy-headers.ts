type Headers = Readonly<Record<string, string>>;

/** What a program may tell a broker. No cookie, no authorization, nothing that concerns only one hop. */
const TO_BROKER: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "content-encoding",
  "content-type",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "range",
]);

/** What a broker may tell a program. No cookie, and nothing that would rule over Wheelhouse's own origin. */
const FROM_BROKER: ReadonlySet<string> = new Set([
  "allow",
  "content-encoding",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "location",
  "retry-after",
]);

const MOST_CHARACTERS = 1000;
const PLAIN = /^[\t\x20-\x7e]*$/;

/** The headers that go to the broker, by lower-case name. Without a wish for compression there is none. */
export function headersToBroker(given: Headers): Headers {
  return { accept: "*/*", "accept-encoding": "identity", ...kept(given, TO_BROKER) };
}

/** The headers of the broker's answer that the program gets. */
export function headersFromBroker(given: Headers): Headers {
  return kept(given, FROM_BROKER);
}

function kept(given: Headers, allowed: ReadonlySet<string>): Headers {
  const entries = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    entries.filter(
      ([name, value]) => allowed.has(name) && value.length <= MOST_CHARACTERS && PLAIN.test(value),
    ),
  );
}
