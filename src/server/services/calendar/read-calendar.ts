import { tokenHash } from "@/server/services/app-sessions/random-token";
import { calendarDocument } from "@/server/services/calendar/calendar-document";
import { expirationsOf } from "@/server/services/income/expirations-of";
import type { ServiceContext } from "@/server/services/service-context";
import { readWheel } from "@/server/services/wheel/read-wheel";
import { hasPermission } from "@/shared/permissions";
import type { Secret } from "@/shared/secret";

/**
 * The calendar at a private address: who has the token is given the expirations of its owner. Null for an unknown
 * token, and for an owner who is disabled or may not read positions any more.
 */
export async function readCalendar(ctx: ServiceContext, token: Secret): Promise<string | null> {
  const feed = await ctx.storage.calendarFeeds.byTokenHash(tokenHash(token));
  const owner = feed && (await ctx.storage.users.byId(feed.ownerId));
  if (owner === null || owner.disabledAt !== null || !hasPermission(owner.roles, "read_positions")) {
    return null;
  }
  const now = ctx.clock.now();
  await ctx.storage.calendarFeeds.noteRead(owner.id, now);
  const wheels = await readWheel(ctx, await ctx.storage.connections.listOf(owner.id), "cached");
  const entries = expirationsOf(
    wheels.flatMap(({ cycles }) => cycles),
    wheels.flatMap(({ beside }) => beside),
  );
  return calendarDocument(entries, now);
}
