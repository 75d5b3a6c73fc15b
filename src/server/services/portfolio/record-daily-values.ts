import { readDailyValues } from "@/server/services/portfolio/daily-values";
import { readSummaries } from "@/server/services/portfolio/read-summaries";
import type { ServiceContext } from "@/server/services/service-context";
import { someAtOnce } from "@/server/services/some-at-once";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { newYorkDay, newYorkTime, weekdayOf } from "@/shared/new-york-time";

/** After the close, when the day's prices have settled, until the end of the evening's trading; minutes in New York. */
const FROM_MINUTES = 16 * 60 + 15;
const UNTIL_MINUTES = 20 * 60;
const AT_ONCE = 2;
const WEEKEND: readonly number[] = [0, 6];

/**
 * One round of the keeper: after the close of a weekday, each connected connection that has no reading since then is
 * read once, so that its history has a value of the day even if nobody looked. What fails comes again next round.
 */
export async function recordDailyValues(ctx: ServiceContext, signal: AbortSignal): Promise<null> {
  const now = ctx.clock.now();
  const day = newYorkDay(now);
  const opensAt = newYorkTime(day, FROM_MINUTES);
  if (WEEKEND.includes(weekdayOf(day)) || now < opensAt || now >= newYorkTime(day, UNTIL_MINUTES)) {
    return null;
  }
  const connected = (await ctx.storage.connections.toRestore()).filter(
    ({ status }) => status === "connected",
  );
  await someAtOnce(connected, AT_ONCE, signal, (connection) =>
    recordOne(systemContext(ctx), connection, day, opensAt),
  );
  return null;
}

async function recordOne(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  day: string,
  opensAt: Date,
): Promise<void> {
  try {
    const values = await readDailyValues(ctx, connection.id, day);
    if (!values.some(({ readAt }) => new Date(readAt) >= opensAt)) {
      await readSummaries(ctx, connection, "fresh");
    }
  } catch (error) {
    ctx.log.error({ err: error, connectionId: connection.id }, "a daily value was not recorded");
  }
}
