import { newToken, tokenHash } from "@/server/services/app-sessions/random-token";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { API_ADDRESSES } from "@/shared/addresses";
import type { CalendarFeedView, RenewedCalendarFeed } from "@/shared/schemas/calendar-feed";

/** Since when the person's calendar has a private address, and when it was last asked for; null without one. */
export async function readCalendarFeed(ctx: ServiceContext): Promise<CalendarFeedView | null> {
  const { userId } = permit(ctx, "read_positions");
  const feed = await ctx.storage.calendarFeeds.ofOwner(userId);
  return (
    feed && {
      createdAt: feed.createdAt.toISOString(),
      lastReadAt: feed.lastReadAt?.toISOString() ?? null,
    }
  );
}

/**
 * Makes the private address of the person's calendar. It holds a 256-bit token of which only the hash is kept, so it
 * is returned this once; an older address is dead from now on.
 */
export async function renewCalendarFeed(ctx: ServiceContext): Promise<RenewedCalendarFeed> {
  const { userId } = permit(ctx, "read_positions");
  const token = newToken(ctx.random);
  await ctx.storage.transaction(async (tx) => {
    await tx.calendarFeeds.put({
      ownerId: userId,
      tokenHash: tokenHash(token),
      createdAt: ctx.clock.now(),
      lastReadAt: null,
    });
    await recordEvent(ctx, tx, { type: "CALENDAR_FEED_RENEWED", outcome: "success", targetId: userId });
  });
  return { url: `${ctx.settings.publicUrl}${API_ADDRESSES.calendar}/${token.reveal()}` };
}

/** Removes the address: what has it gets nothing any more. Removing none is no fault, and no event. */
export async function removeCalendarFeed(ctx: ServiceContext): Promise<void> {
  const { userId } = permit(ctx, "read_positions");
  await ctx.storage.transaction(async (tx) => {
    if ((await tx.calendarFeeds.ofOwner(userId)) === null) {
      return;
    }
    await tx.calendarFeeds.remove(userId);
    await recordEvent(ctx, tx, { type: "CALENDAR_FEED_REMOVED", outcome: "success", targetId: userId });
  });
}
