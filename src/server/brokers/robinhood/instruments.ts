import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import { missingIn, type PartLog } from "@/server/brokers/robinhood/part-log";
import { idSchema, symbolReplySchema } from "@/server/brokers/robinhood/reply-fields";

/** What the broker takes at most (protocol sheet 5.4). */
const idsPerCall = 50;

const instrumentReplySchema = z.object({
  id: idSchema,
  symbol: symbolReplySchema,
  simple_name: z.string().max(200).nullish(),
  name: z.string().max(200).nullish(),
});

interface Instrument {
  readonly symbol: string;
  readonly name: string | null;
}

/** A row that names a stock, by the id of its instrument and mostly by its symbol. */
interface StockRow {
  readonly symbol?: string | null | undefined;
  readonly instrument: string;
}

/** Tells which stock a row is about; null where nobody knows, which is noted as a failure. */
export type InstrumentOf = (row: StockRow) => Instrument | null;

/** Asks what the stocks of those rows are that do not bring their symbol, many at a time. */
export async function readInstruments(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  rows: readonly StockRow[],
): Promise<InstrumentOf> {
  const ids = rows.flatMap((row) => (row.symbol ? [] : [row.instrument]));
  const readOf = (some: readonly string[]) => ({
    step: "instruments",
    route: "/instruments/",
    path: pathWithQuery("/instruments/", { ids: some }),
  });
  const reading = await readInChunks(ctx, session, ids, { size: idsPerCall, readOf }, instrumentReplySchema);
  const known = new Map<string, Instrument>();
  for (const reply of parts.take("instruments", reading)) {
    known.set(reply.id, { symbol: reply.symbol, name: reply.simple_name ?? reply.name ?? null });
  }
  return (row) => {
    if (row.symbol) return { symbol: row.symbol, name: null };
    const found = known.get(row.instrument) ?? null;
    if (found === null) parts.note("instruments", missingIn("instruments", "an instrument"));
    return found;
  };
}
