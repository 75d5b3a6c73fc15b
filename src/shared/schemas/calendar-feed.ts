import { z } from "zod";

/** The private address of a person's calendar, without the address: nobody can show it again. */
export const calendarFeedViewSchema = z.object({
  createdAt: z.iso.datetime(),
  lastReadAt: z.iso.datetime().nullable(),
});
export type CalendarFeedView = z.infer<typeof calendarFeedViewSchema>;

/** A new address, shown this once. */
export const renewedCalendarFeedSchema = z.object({ url: z.string() });
export type RenewedCalendarFeed = z.infer<typeof renewedCalendarFeedSchema>;
