import { z } from "zod";
import { pageOf, pageQuery } from "@/server/rest/paging";
import { jsonRoute, nothing, type RestRoute, scoped } from "@/server/rest/rest-route";
import { connectionIds, fresh } from "@/server/rest/routes/inputs";
import { readIncome } from "@/server/services/income/read-income";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readCycle } from "@/server/services/wheel/read-cycle";
import { incomeViewSchema } from "@/shared/schemas/income";
import { wheelPageSchema } from "@/shared/schemas/rest";
import { cycleViewSchema, wheelCycleSchema } from "@/shared/schemas/wheel";

const noun = "Wheel";
const access = scoped("read_positions", "read:wheel");

export const wheelRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/wheel",
    operationId: "listWheelCycles",
    noun,
    summary: "Wheel cycles across accounts and brokers, open ones first",
    access,
    params: nothing,
    query: z.strictObject({ ...pageQuery(), fresh, connectionId: connectionIds }),
    body: nothing,
    output: wheelPageSchema,
    run: async (ctx, { query: { limit, cursor, fresh, connectionId } }) => {
      const view = await identifyWheelPositions(ctx, { connectionIds: connectionId ?? null, fresh });
      const subject = { operation: "listWheelCycles", input: { connectionId } };
      const keyOf = ({ cycleId }: (typeof view.cycles)[number]) => cycleId;
      const { rows, nextCursor } = pageOf(ctx, subject, view.cycles, { limit, cursor, keyOf });
      return { ...view, cycles: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/wheel/{cycleId}",
    operationId: "getWheelCycle",
    noun,
    summary: "One cycle with its history",
    access,
    params: z.strictObject(wheelCycleSchema.pick({ cycleId: true }).shape),
    query: z.strictObject({ fresh }),
    body: nothing,
    output: cycleViewSchema,
    run: (ctx, { params, query }) => readCycle(ctx, { ...params, ...query }),
  }),
  jsonRoute({
    method: "GET",
    path: "/income",
    operationId: "getIncome",
    noun,
    summary: "What the wheel brought by week, month and underlying, and what is to come",
    access,
    params: nothing,
    query: z.strictObject({ fresh, connectionId: connectionIds }),
    body: nothing,
    output: incomeViewSchema,
    run: (ctx, { query: { fresh, connectionId } }) =>
      readIncome(ctx, { connectionIds: connectionId ?? null, fresh }),
  }),
];
