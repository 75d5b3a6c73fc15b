import type { FlightDetails } from "@/shared/schemas/flight-record";

/** What stands in a file in place of a text that does not look like a name, a code, an id or a time. */
export const LEFT_OUT = "[left out]";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
/** Words of ordinary length: no `@`, no long run of digits, nothing that is long enough to be a token. */
const NAMES = /^(?!.*\d{5})(?!.*[A-Za-z0-9]{25})[A-Za-z0-9 _/.:,{}()-]*$/;
const MAX_LENGTH = 120;

/**
 * Details as they may leave the house in a file. Writers put in names and codes only; this holds even if one day one
 * of them does not: a text that could be a token, an account number or an address is left out.
 */
export function redactDetails(details: FlightDetails): FlightDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === "string" ? redact(value) : value]),
  );
}

function redact(text: string): string {
  if (UUID.test(text) || ISO_TIME.test(text)) {
    return text;
  }
  return text.length <= MAX_LENGTH && NAMES.test(text) ? text : LEFT_OUT;
}
