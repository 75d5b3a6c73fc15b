import { z } from "zod";
import { leftOutOf, pageOf } from "@/server/mcp/bounded";
import { type McpTool, mcpTool } from "@/server/mcp/mcp-tool";
import { reliabilityOf, reliabilityOfParts } from "@/server/mcp/reliability";
import { connectionId, fresh, pageInput, symbolSchema } from "@/server/mcp/tools/inputs";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { getOptions } from "@/server/services/portfolio/get-options";
import { getOrders } from "@/server/services/portfolio/get-orders";
import { getPositions } from "@/server/services/portfolio/get-positions";
import { accountSummaryViewSchema } from "@/shared/schemas/account";
import {
  daySchema,
  optionContractsViewSchema,
  orderStatusSchema,
  ordersViewSchema,
  positionsViewSchema,
} from "@/shared/schemas/trading";

export const accountTools: readonly McpTool[] = [
  mcpTool({
    name: "account_summary",
    title: "Account summary",
    description:
      "Value, cash and buying power of every account of a connection. Amounts are decimals in the account's currency; null means that the broker does not say, never zero.",
    permission: "read_positions",
    scope: "read:account",
    input: z.strictObject({ connectionId, fresh }),
    view: accountSummaryViewSchema,
    run: async (ctx, input) => {
      const view = await getAccountSummary(ctx, input);
      const parts = [{ ...view.provenance, name: "account summary" }];
      return { view, note: reliabilityOf(parts, view, ctx.clock.now()) };
    },
  }),
  mcpTool({
    name: "positions",
    title: "Positions",
    description:
      "Shares and options held in the accounts of a connection, with prices, value and open profit. Negative quantities are short; prices of options are per share. Each row's priceState says whether its price is fresh.",
    permission: "read_positions",
    scope: "read:positions",
    input: z.strictObject({
      connectionId,
      fresh,
      accountId: z.string().min(1).max(64).optional().describe("Only this account, from account_summary"),
      symbols: z.array(symbolSchema).min(1).max(100).optional().describe("Only these underlyings"),
      includeOptions: z.boolean().default(true),
      ...pageInput(25, 100),
    }),
    view: positionsViewSchema,
    run: async (ctx, { limit, offset, ...input }) => {
      const view = await getPositions(ctx, input);
      const { rows, others } = pageOf(view.positions, { limit, offset });
      return {
        view: { ...view, positions: rows },
        note: reliabilityOfParts(view, ctx.clock.now()),
        leftOut: leftOutOf({ positions: others }),
      };
    },
  }),
  mcpTool({
    name: "option_contracts",
    title: "Option contracts",
    description:
      "Contracts of an underlying that can be traded, with prices and greeks where the broker tells them. Name the expiration and the right: a whole chain is long.",
    permission: "read_positions",
    scope: "read:options",
    input: z.strictObject({
      connectionId,
      fresh,
      underlying: symbolSchema,
      expiration: daySchema.exactOptional().describe("Such as 2026-04-17"),
      right: z.enum(["call", "put"]).exactOptional(),
      ...pageInput(25, 100),
    }),
    view: optionContractsViewSchema,
    run: async (ctx, { connectionId, fresh, limit, offset, ...filter }) => {
      const view = await getOptions(ctx, { connectionId, filter, fresh });
      const { rows, others } = pageOf(view.contracts, { limit, offset });
      return {
        view: { ...view, contracts: rows },
        note: reliabilityOfParts(view, ctx.clock.now()),
        leftOut: leftOutOf({ contracts: others }),
      };
    },
  }),
  mcpTool({
    name: "orders",
    title: "Orders",
    description:
      "The newest orders of all accounts of a connection, as they stand at the broker. They can only be looked at.",
    permission: "read_positions",
    scope: "read:orders",
    input: z.strictObject({
      connectionId,
      fresh,
      status: orderStatusSchema.exactOptional(),
      limit: z.int().min(1).max(50).default(20).describe("Most rows of the answer"),
    }),
    view: ordersViewSchema.omit({ nextCursor: true }),
    run: async (ctx, { connectionId, fresh, ...filter }) => {
      const view = await getOrders(ctx, { connectionId, filter, fresh });
      const older = view.nextCursor === null ? [] : ["There are older orders, which are left out here."];
      return { view, note: [reliabilityOfParts(view, ctx.clock.now()), ...older].join("\n") };
    },
  }),
];
