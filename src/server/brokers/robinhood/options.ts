import { Decimal } from "decimal.js";
import type { OptionFilter, PartialReply } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { pathWithQuery, readList } from "@/server/brokers/robinhood/list-reading";
import { readOptionChains } from "@/server/brokers/robinhood/option-chains";
import { contractReplySchema } from "@/server/brokers/robinhood/option-contracts";
import { readOptionQuotes } from "@/server/brokers/robinhood/option-quotes";
import { termsOf } from "@/server/brokers/robinhood/option-terms";
import { missingIn, PartLog } from "@/server/brokers/robinhood/part-log";
import type { OptionContract } from "@/shared/schemas/trading";

/**
 * The contracts of an underlying that can be traded, by expiration, strike and right, with their prices (protocol
 * sheet 5.6). Index options are listed under their chain's symbol, such as `SPXW`. A popular stock has thousands:
 * name an expiration. Throws where the contracts can't be read at all; an unknown underlying has none.
 */
export async function readOptions(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  filter: OptionFilter,
): Promise<PartialReply<OptionContract>> {
  const parts = new PartLog();
  const path = pathWithQuery("/options/instruments/", {
    chain_symbol: filter.underlying.toUpperCase(),
    state: "active",
    expiration_dates: filter.expiration,
    type: filter.right,
  });
  const read = { step: "option_contracts", route: "/options/instruments/", path };
  const listed = parts.take("contracts", await readList(ctx, session, read, contractReplySchema));
  parts.demandOneOf(["contracts"]);
  const [chains, quotes] = await Promise.all([
    readOptionChains(
      ctx,
      session,
      parts,
      listed.map((reply) => reply.chain_id),
    ),
    readOptionQuotes(
      ctx,
      session,
      parts,
      listed.map((reply) => reply.id),
    ),
  ]);
  const rows = listed.flatMap((reply): OptionContract[] => {
    const chain = chains.get(reply.chain_id);
    const option = chain && termsOf({ contractId: reply.id, multiplier: null }, reply, chain);
    if (option) return [{ option, quote: quotes.get(reply.id) ?? null }];
    parts.note("contracts", missingIn("option_chains", "a chain"));
    return [];
  });
  return { rows: rows.sort(inOrder), failures: parts.failures() };
}

function inOrder({ option: one }: OptionContract, { option: other }: OptionContract): number {
  return (
    one.expiration.localeCompare(other.expiration) ||
    new Decimal(one.strike).comparedTo(other.strike) ||
    one.right.localeCompare(other.right)
  );
}
