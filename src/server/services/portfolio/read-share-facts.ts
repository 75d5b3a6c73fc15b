import { z } from "zod";
import type { ShareFacts } from "@/server/brokers/broker";
import { cachedDataset } from "@/server/services/portfolio/cached-dataset";
import { keepLastRows } from "@/server/services/portfolio/keep-last-rows";
import { readDataset } from "@/server/services/portfolio/read-dataset";
import type { Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { decimalSchema } from "@/shared/schemas/account";
import { daySchema, type PartProvenance, quoteSchema, type ReadingPart } from "@/shared/schemas/trading";

const shareFactsSchema = z.object({
  symbol: z.string().min(1).max(24),
  name: z.string().max(200).nullable(),
  quote: quoteSchema.nullable(),
  exDividendDay: daySchema.nullable(),
  dividendPerShare: decimalSchema.nullable(),
});

const underWay = new ReadsUnderWay<ShareFacts>();

/**
 * Prices and ex-dividend days of shares, of those that the broker knows. Kept for each set of symbols by itself.
 * Never throws for the broker's trouble: `parts` tells what could not be read. No symbols cost no request.
 */
export async function readShareFacts(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  symbols: readonly string[],
  wish: Wish,
): Promise<{ facts: ShareFacts[]; parts: PartProvenance[]; revalidating: boolean }> {
  const wanted = [...new Set(symbols)].toSorted();
  if (wanted.length === 0) {
    return { facts: [], parts: [], revalidating: false };
  }
  const dataset = cachedDataset(ctx, connection, {
    key: `share_facts ${ctx.cipher.fingerprint("share_facts", wanted.join(" "))}`,
    parts: ["stock_prices", "dividend_dates"],
    underWay,
    rowSchema: shareFactsSchema,
    read: ({ getShareFacts }) => getShareFacts && ((session) => getShareFacts(session, wanted)),
    mend: mendFacts,
  });
  const { rows, parts, revalidating } = await readDataset(ctx, connection, dataset, wish);
  return { facts: [...rows], parts: [...parts], revalidating };
}

function mendFacts(
  rows: readonly ShareFacts[],
  known: readonly ShareFacts[],
  failed: ReadonlySet<ReadingPart>,
): ShareFacts[] {
  const before = new Map(known.map((facts) => [facts.symbol, facts]));
  const mended = rows.map((row) => {
    const last = before.get(row.symbol);
    const dividend = failed.has("dividend_dates") && row.exDividendDay === null ? last : row;
    return {
      symbol: row.symbol,
      name: row.name ?? last?.name ?? null,
      quote: failed.has("stock_prices") ? (row.quote ?? last?.quote ?? null) : row.quote,
      exDividendDay: dividend?.exDividendDay ?? null,
      dividendPerShare: dividend?.dividendPerShare ?? null,
    };
  });
  return keepLastRows(
    mended,
    known,
    ({ symbol }) => symbol,
    () => failed.size > 0,
  );
}
