import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { decimalReplySchema } from "@/server/brokers/robinhood/decimal-reply";
import { type ListReading, pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import { readOptionChains } from "@/server/brokers/robinhood/option-chains";
import { termsOf } from "@/server/brokers/robinhood/option-terms";
import { missingIn, type PartLog } from "@/server/brokers/robinhood/part-log";
import { dayReplySchema, idSchema, symbolReplySchema } from "@/server/brokers/robinhood/reply-fields";
import type { OptionTerms } from "@/shared/schemas/trading";

/** Keeps an address below 4 000 characters. */
const idsPerCall = 90;

/** A contract (protocol sheet 5.6); its multiplier and what it delivers are its chain's. */
export const contractReplySchema = z.object({
  id: idSchema,
  chain_id: idSchema,
  chain_symbol: symbolReplySchema,
  type: z.enum(["call", "put"]),
  strike_price: decimalReplySchema,
  expiration_date: dayReplySchema,
  underlying_type: z.string().max(40).nullish(),
});
export type ContractReply = z.infer<typeof contractReplySchema>;

/** A contract that a row is about. */
export interface ContractWish {
  readonly contractId: string;
  readonly chainId: string;
  /** Right, strike and expiration as the row has them: those of its own time, before any split. */
  readonly asTraded?: Pick<ContractReply, "type" | "strike_price" | "expiration_date"> | null;
  readonly multiplier: Decimal | null;
}

/** Tells the terms of a contract that was wished for; null where nobody knows, which is noted as a failure. */
export type TermsOf = (wish: ContractWish) => OptionTerms | null;

/** Asks for the contracts whose terms a row lacks, and for all their chains: both by list, side by side. */
export async function readContracts(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  wishes: readonly ContractWish[],
): Promise<TermsOf> {
  const unknown = wishes.filter((wish) => !wish.asTraded).map((wish) => wish.contractId);
  const [reading, chains] = await Promise.all([
    readContractsById(ctx, session, unknown),
    readOptionChains(
      ctx,
      session,
      parts,
      wishes.map((wish) => wish.chainId),
    ),
  ]);
  const contracts = new Map(parts.take("contracts", reading).map((reply) => [reply.id, reply]));
  return (wish) => {
    const contract = wish.asTraded ?? contracts.get(wish.contractId);
    const chain = chains.get(wish.chainId);
    const terms = contract === undefined || chain === undefined ? null : termsOf(wish, contract, chain);
    if (terms === null) parts.note("contracts", missingIn("option_contracts", "a contract"));
    return terms;
  };
}

function readContractsById(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  contractIds: readonly string[],
): Promise<ListReading<ContractReply>> {
  const readOf = (ids: readonly string[]) => ({
    step: "option_contracts",
    route: "/options/instruments/",
    path: pathWithQuery("/options/instruments/", { ids }),
  });
  return readInChunks(ctx, session, contractIds, { size: idsPerCall, readOf }, contractReplySchema);
}
