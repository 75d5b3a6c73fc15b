import { createHash } from "node:crypto";
import { Decimal } from "decimal.js";
import ICAL from "ical.js";
import type { CalendarEntry } from "@/shared/schemas/income";

// A line has at most 75 octets (RFC 5545, 3.1); the library leaves out of account the space that begins a folded one.
ICAL.foldLength = 74;

/** How often a calendar program should ask again. */
const ASK_AGAIN = "PT1H";

/**
 * The calendar (RFC 5545) of expirations: an all-day event for each contract that is held, with an id that stays. It
 * tells no amount, no number of contracts and no account beyond its masked number: feeds are copied to other servers.
 */
export function calendarDocument(entries: readonly CalendarEntry[], now: Date): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Wheelhouse//Expirations//EN");
  calendar.addPropertyWithValue("calscale", "GREGORIAN");
  calendar.addPropertyWithValue("method", "PUBLISH");
  calendar.addPropertyWithValue("name", "Option expirations");
  calendar.addPropertyWithValue("x-wr-calname", "Option expirations");
  calendar.addPropertyWithValue("refresh-interval", ICAL.Duration.fromString(ASK_AGAIN));
  calendar.addPropertyWithValue("x-published-ttl", ASK_AGAIN);
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  for (const [id, entry] of byId) {
    calendar.addSubcomponent(eventOf(id, entry, now));
  }
  return `${calendar.toString()}\r\n`;
}

function eventOf(id: string, entry: CalendarEntry, now: Date) {
  const event = new ICAL.Component("vevent");
  event.addPropertyWithValue("uid", `${id}@wheelhouse`);
  event.addPropertyWithValue("dtstamp", ICAL.Time.fromJSDate(now, true));
  event.addPropertyWithValue("dtstart", ICAL.Time.fromDateString(entry.day));
  event.addPropertyWithValue("summary", `${contractOf(entry)} expires`);
  event.addPropertyWithValue("description", `${onOneLine(entry.label)}, account ${entry.maskedNumber}`);
  event.addPropertyWithValue("transp", "TRANSPARENT");
  return event;
}

/** Such as `AAPL 150 put (short)`. */
function contractOf({ option, quantity }: CalendarEntry): string {
  const strike = new Decimal(option.strike).toFixed();
  return `${option.underlying} ${strike} ${option.right} (${Number(quantity) < 0 ? "short" : "long"})`;
}

/** The library escapes line feeds, but lets other control characters through. */
function onOneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}

function idOf({ connectionId, accountId, option, quantity }: CalendarEntry): string {
  const side = Number(quantity) < 0 ? "short" : "long";
  const what = [connectionId, accountId, option.contractId, side].join("\n");
  return createHash("sha256").update(what).digest("hex").slice(0, 32);
}
