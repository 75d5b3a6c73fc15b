import { z } from "zod";
import { lastOf, leftOutOf, pageOf } from "@/server/mcp/bounded";
import { type McpTool, mcpTool } from "@/server/mcp/mcp-tool";
import { reliabilityOfSources } from "@/server/mcp/reliability";
import { connectionIds, fresh, pageInput, symbolSchema } from "@/server/mcp/tools/inputs";
import { readIncome } from "@/server/services/income/read-income";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readCycle } from "@/server/services/wheel/read-cycle";
import { incomeViewSchema } from "@/shared/schemas/income";
import { cycleViewSchema, wheelCycleSchema, wheelViewSchema } from "@/shared/schemas/wheel";

const access = { permission: "read_positions", scope: "read:wheel" } as const;
const MOST_BESIDE = 50;

export const wheelTools: readonly McpTool[] = [
  mcpTool({
    name: "wheel_cycles",
    title: "Wheel cycles",
    description:
      "Cycles of the wheel (short puts, shares taken in, covered calls) across accounts and brokers: state, open short options, premium, cost basis and profit. Open ones unless others are asked for. Totals by underlying cover all cycles.",
    ...access,
    input: z.strictObject({
      connectionIds,
      fresh,
      state: z.enum(["open", "closed", "all"]).default("open"),
      underlying: symbolSchema.optional(),
      ...pageInput(10, 50),
    }),
    view: wheelViewSchema,
    run: async (ctx, { connectionIds, fresh, state, underlying, limit, offset }) => {
      const view = await identifyWheelPositions(ctx, { connectionIds: connectionIds ?? null, fresh });
      const isOfUnderlying = (row: { readonly underlying: string }) =>
        underlying === undefined || row.underlying === underlying;
      const cycles = pageOf(
        view.cycles.filter(
          (cycle) =>
            isOfUnderlying(cycle) && (state === "all" || (state === "closed") === (cycle.closedAt !== null)),
        ),
        { limit, offset },
      );
      const beside = pageOf(view.beside.filter(isOfUnderlying), { limit: MOST_BESIDE, offset: 0 });
      const totals = pageOf(view.byUnderlying.filter(isOfUnderlying), { limit: MOST_BESIDE, offset: 0 });
      return {
        view: { ...view, cycles: cycles.rows, beside: beside.rows, byUnderlying: totals.rows },
        note: reliabilityOfSources(view, ctx.clock.now()),
        leftOut: leftOutOf({ cycles: cycles.others, beside: beside.others, byUnderlying: totals.others }),
      };
    },
  }),
  mcpTool({
    name: "wheel_cycle",
    title: "One wheel cycle",
    description: "One cycle with its history, newest events last: trades, rolls, assignments, dividends.",
    ...access,
    input: z.strictObject({
      cycleId: wheelCycleSchema.shape.cycleId.min(1).describe("From wheel_cycles or expirations"),
      fresh,
      events: z.int().min(1).max(200).default(30).describe("How many of the newest events and rolls"),
    }),
    view: cycleViewSchema,
    run: async (ctx, { cycleId, fresh, events: limit }) => {
      const view = await readCycle(ctx, { cycleId, fresh });
      const events = lastOf(view.history.events, limit);
      const chains = lastOf(view.history.chains, limit);
      const suggested = lastOf(view.history.suggestedRolls, limit);
      const history = { events: events.rows, chains: chains.rows, suggestedRolls: suggested.rows };
      return {
        view: { ...view, history },
        note: reliabilityOfSources({ ...view, sources: [view.source] }, ctx.clock.now()),
        leftOut: leftOutOf({
          events: view.eventCount - events.rows.length,
          chains: chains.others,
          suggestedRolls: suggested.others,
        }),
      };
    },
  }),
  mcpTool({
    name: "income",
    title: "Income of the wheel",
    description:
      "What the wheel brought, in dollars after fees: by week, by month and by underlying, realised and still open. For what is to come ask expirations.",
    ...access,
    input: z.strictObject({
      connectionIds,
      fresh,
      spans: z.int().min(1).max(60).default(12).describe("How many of the newest weeks and months"),
    }),
    view: incomeViewSchema.omit({ calendar: true, capital: true }),
    run: async (ctx, { connectionIds, fresh, spans }) => {
      const view = await readIncome(ctx, { connectionIds: connectionIds ?? null, fresh });
      const weeks = lastOf(view.weeks, spans);
      const months = lastOf(view.months, spans);
      const underlyings = pageOf(view.underlyings, { limit: MOST_BESIDE, offset: 0 });
      return {
        view: { ...view, weeks: weeks.rows, months: months.rows, underlyings: underlyings.rows },
        note: reliabilityOfSources(view, ctx.clock.now()),
        leftOut: leftOutOf({
          weeks: weeks.others,
          months: months.others,
          underlyings: underlyings.others,
        }),
      };
    },
  }),
];
