import type { OptionFilter } from "@/server/brokers/broker";
import { cachedDataset } from "@/server/services/portfolio/cached-dataset";
import { keepLastRows } from "@/server/services/portfolio/keep-last-rows";
import { readDataset } from "@/server/services/portfolio/read-dataset";
import type { Reading, Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { type OptionContract, optionContractSchema, type ReadingPart } from "@/shared/schemas/trading";

const underWay = new ReadsUnderWay<OptionContract>();

/** The contracts of an underlying with their prices. Never throws for the broker's trouble: the parts tell it. */
export function readOptions(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  filter: OptionFilter,
  wish: Wish,
): Promise<Reading<OptionContract>> {
  const { underlying, expiration = "any", right = "both" } = filter;
  const dataset = cachedDataset(ctx, connection, {
    key: `options ${underlying} ${expiration} ${right}`,
    parts: ["contracts", "option_prices"],
    underWay,
    rowSchema: optionContractSchema,
    read: ({ getOptions }) => getOptions && ((session) => getOptions(session, filter)),
    mend: mendContracts,
  });
  return readDataset(ctx, connection, dataset, wish);
}

function mendContracts(
  rows: readonly OptionContract[],
  known: readonly OptionContract[],
  failed: ReadonlySet<ReadingPart>,
): OptionContract[] {
  const keyOf = ({ option }: OptionContract) => option.contractId;
  const before = new Map(known.map((contract) => [keyOf(contract), contract.quote]));
  const mended = rows.map(({ option, quote }) => ({
    option,
    quote: failed.has("option_prices") ? (quote ?? before.get(option.contractId) ?? null) : quote,
  }));
  return keepLastRows(mended, known, keyOf, () => failed.has("contracts"));
}
