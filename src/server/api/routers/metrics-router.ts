import { noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { readMetrics } from "@/server/services/metrics/read-metrics";
import { metricsQuerySchema, metricsViewSchema } from "@/shared/schemas/metrics";

/** What the install measures of itself. */
export const metricsRouter = router({
  read: procedure({
    access: "view_metrics",
    audit: noAudit("figures of the install hold nobody's data, and the page reads them every minute"),
    output: metricsViewSchema,
  })
    .input(metricsQuerySchema)
    .query(({ ctx, input }) => readMetrics(ctx, input)),
});
