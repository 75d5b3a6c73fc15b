import { z } from "zod";
import { leftOutOf, pageOf } from "@/server/mcp/bounded";
import { type McpTool, mcpTool } from "@/server/mcp/mcp-tool";
import { reliabilityOfSources } from "@/server/mcp/reliability";
import { connectionIds, fresh, pageInput } from "@/server/mcp/tools/inputs";
import { expirationsOf } from "@/server/services/income/expirations-of";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { addDays, daysBetween } from "@/shared/new-york-time";
import { calendarEntrySchema } from "@/shared/schemas/income";
import { openShortSchema, wheelViewSchema } from "@/shared/schemas/wheel";

const expirationSchema = calendarEntrySchema.extend({
  daysToExpiration: z.int().describe("Negative where the broker has not settled it yet"),
  /** Of short options of the wheel; null for others. */
  short: openShortSchema
    .pick({ mark: true, distanceToStrike: true, distancePercent: true, profitShare: true, risk: true })
    .nullable(),
});

export const expirationTools: readonly McpTool[] = [
  mcpTool({
    name: "expirations",
    title: "What expires soon",
    description:
      "Options held in any account that expire within so many days, soonest first, with how far short ones are from their strike and how likely assignment is. Days are days in New York.",
    permission: "read_positions",
    scope: "read:wheel",
    input: z.strictObject({
      days: z.int().min(0).max(1000).default(7).describe("0 is today"),
      connectionIds,
      fresh,
      ...pageInput(25, 100),
    }),
    view: wheelViewSchema
      .pick({ sources: true, revalidating: true, today: true })
      .extend({ until: calendarEntrySchema.shape.day, expirations: z.array(expirationSchema) }),
    run: async (ctx, { days, connectionIds, fresh, ...page }) => {
      const wheel = await identifyWheelPositions(ctx, { connectionIds: connectionIds ?? null, fresh });
      const { sources, revalidating, today } = wheel;
      const until = addDays(today, days);
      const shorts = new Map(
        wheel.cycles.flatMap(({ cycleId, shorts }) =>
          shorts.map((short) => [`${cycleId} ${short.option.contractId}`, short] as const),
        ),
      );
      const due = expirationsOf(wheel.cycles, wheel.beside).filter(({ day }) => day <= until);
      const { rows, others } = pageOf(due, page);
      const expirations = rows.map((entry) => ({
        ...entry,
        daysToExpiration: daysBetween(today, entry.day),
        short: shorts.get(`${entry.cycleId} ${entry.option.contractId}`) ?? null,
      }));
      return {
        view: { sources, revalidating, today, until, expirations },
        note: reliabilityOfSources(wheel, ctx.clock.now()),
        leftOut: leftOutOf({ expirations: others }),
      };
    },
  }),
];
