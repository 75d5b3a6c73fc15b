import { z } from "zod";
import { changeChunk, readChunk } from "@/server/services/portfolio/history-chunk";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { newYorkDay } from "@/shared/new-york-time";
import { type AccountSummary, decimalSchema } from "@/shared/schemas/account";

const KIND = "daily_values";

const dailyValueSchema = z.object({
  day: z.iso.date(),
  accountNumber: z.string().min(1).max(64),
  value: decimalSchema.nullable(),
  cash: decimalSchema.nullable(),
  readAt: z.iso.datetime(),
});
/** An account's worth on a day in New York, as it was last read on it. */
export type DailyValue = z.infer<typeof dailyValueSchema>;

/** Keeps what summaries say as the values of the day on which they were read, in place of earlier ones of that day. */
export async function keepDailyValues(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  summaries: readonly AccountSummary[],
  readAt: Date,
): Promise<void> {
  const day = newYorkDay(readAt);
  const read = summaries.map(
    ({ accountNumber, portfolioValue: value, cash }): DailyValue => ({
      day,
      accountNumber,
      value,
      cash,
      readAt: readAt.toISOString(),
    }),
  );
  const month = { kind: KIND, period: day.slice(0, 7) } as const;
  await changeChunk(ctx, connection, month, dailyValueSchema, (values) => {
    const byKey = new Map(
      [...values, ...read].map((value) => [`${value.day} ${value.accountNumber}`, value]),
    );
    return [...byKey.values()];
  });
}

/** The values kept of a connection from a day on, in no order. A month that cannot be read is left out. */
export async function readDailyValues(
  ctx: ServiceContext,
  connectionId: string,
  fromDay: string,
): Promise<DailyValue[]> {
  const chunks = await ctx.storage.historyChunks.listOf(connectionId, KIND);
  const values: DailyValue[] = [];
  for (const chunk of chunks.filter(({ period }) => period >= fromDay.slice(0, 7))) {
    const month = (await readChunk(ctx, chunk, dailyValueSchema)) ?? [];
    values.push(...month.filter(({ day }) => day >= fromDay));
  }
  return values;
}
