import { readCalendar } from "@/server/services/calendar/read-calendar";
import type { Services } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { Secret } from "@/shared/secret";

const HEADERS = {
  // The address is the key: nobody on the way may keep what it opens, and no search engine may list it.
  "cache-control": "private, max-age=300",
  "x-robots-tag": "noindex",
} as const;

/**
 * The reply at a private calendar address. Every wrong token gets the same 404. What fails is logged here, without
 * the address: it holds the token.
 */
export async function calendarReply(services: Services, token: string): Promise<Response> {
  try {
    const calendar = await readCalendar(systemContext(services), new Secret(token));
    return calendar === null
      ? new Response("There is no such calendar.", { status: 404, headers: HEADERS })
      : new Response(calendar, {
          headers: { ...HEADERS, "content-type": "text/calendar; charset=utf-8" },
        });
  } catch (error) {
    services.log.error({ err: error }, "a calendar could not be made");
    return new Response("The calendar can't be made now.", { status: 500, headers: HEADERS });
  }
}
