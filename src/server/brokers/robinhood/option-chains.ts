import { z } from "zod";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { optionalDecimalSchema, shareCountSchema } from "@/server/brokers/robinhood/decimal-reply";
import { pathWithQuery, readInChunks } from "@/server/brokers/robinhood/list-reading";
import type { PartLog } from "@/server/brokers/robinhood/part-log";
import { idSchema, symbolReplySchema } from "@/server/brokers/robinhood/reply-fields";

const idsPerCall = 90;

/** A chain (protocol sheet 5.6). How cash is put in `cash_component` is not recorded. */
const chainReplySchema = z.object({
  id: idSchema,
  symbol: symbolReplySchema,
  trade_value_multiplier: optionalDecimalSchema,
  cash_component: z.unknown().optional(),
  underlyings: z
    .array(
      z.object({
        symbol: symbolReplySchema.nullish(),
        type: z.string().max(40).nullish(),
        quantity: shareCountSchema.nullish(),
      }),
    )
    .max(50)
    .nullish(),
  underlying_instruments: z
    .array(z.object({ quantity: shareCountSchema }))
    .max(50)
    .nullish(),
});
export type ChainReply = z.infer<typeof chainReplySchema>;

/** Chains by id: what the contracts of one underlying have in common. */
export async function readOptionChains(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  chainIds: Iterable<string>,
): Promise<ReadonlyMap<string, ChainReply>> {
  const readOf = (ids: readonly string[]) => ({
    step: "option_chains",
    route: "/options/chains/",
    path: pathWithQuery("/options/chains/", { ids }),
  });
  const reading = await readInChunks(ctx, session, chainIds, { size: idsPerCall, readOf }, chainReplySchema);
  return new Map(parts.take("contracts", reading).map((reply) => [reply.id, reply]));
}
