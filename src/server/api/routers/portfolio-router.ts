import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { getOptions } from "@/server/services/portfolio/get-options";
import { getOrders } from "@/server/services/portfolio/get-orders";
import { getPositions } from "@/server/services/portfolio/get-positions";
import { getValueHistory } from "@/server/services/portfolio/get-value-history";
import { accountSummaryViewSchema, valueHistoryViewSchema } from "@/shared/schemas/account";
import {
  daySchema,
  optionContractsViewSchema,
  orderStatusSchema,
  ordersViewSchema,
  positionsViewSchema,
} from "@/shared/schemas/trading";

/** A reading may renew the session. */
const audit = audited("SESSION_REFRESHED", "SESSION_REFRESH_FAILED", "SESSION_EXPIRED");
const readInput = z.object({
  connectionId: z.string().min(1).max(64),
  fresh: z.boolean().default(false),
});
const symbolSchema = z.string().trim().toUpperCase().min(1).max(24);

/** Account data of the person's connections. */
export const portfolioRouter = router({
  summary: procedure({ access: "read_positions", audit, output: accountSummaryViewSchema })
    .input(readInput)
    .query(({ ctx, input }) => getAccountSummary(ctx, input)),
  positions: procedure({ access: "read_positions", audit, output: positionsViewSchema })
    .input(
      readInput.extend({
        accountId: z.string().min(1).max(64).optional(),
        symbols: z.array(symbolSchema).max(1000).optional(),
        includeOptions: z.boolean().default(true),
      }),
    )
    .query(({ ctx, input }) => getPositions(ctx, input)),
  options: procedure({ access: "read_positions", audit, output: optionContractsViewSchema })
    .input(
      readInput.extend({
        underlying: symbolSchema,
        expiration: daySchema.exactOptional(),
        right: z.enum(["call", "put"]).exactOptional(),
      }),
    )
    .query(({ ctx, input: { connectionId, fresh, ...filter } }) =>
      getOptions(ctx, { connectionId, filter, fresh }),
    ),
  orders: procedure({ access: "read_positions", audit, output: ordersViewSchema })
    .input(
      readInput.extend({
        status: orderStatusSchema.exactOptional(),
        limit: z.number().int().min(1).max(100).default(100),
        cursor: z.string().min(1).max(1000).exactOptional(),
      }),
    )
    .query(({ ctx, input: { connectionId, fresh, ...filter } }) =>
      getOrders(ctx, { connectionId, filter, fresh }),
    ),
  valueHistory: procedure({
    access: "read_positions",
    audit: noAudit("What was read before is shown; no broker is asked"),
    output: valueHistoryViewSchema,
  })
    .input(z.object({ from: daySchema.optional() }))
    .query(({ ctx, input }) => getValueHistory(ctx, input)),
});
