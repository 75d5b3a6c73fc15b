import { z } from "zod";
import { noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { brokerDescriptionSchema } from "@/shared/schemas/broker";

/** The brokers that this install offers, as they describe themselves. */
export const brokersRouter = router({
  list: procedure({
    access: "manage_connections",
    audit: noAudit("reads public descriptions"),
    output: z.array(brokerDescriptionSchema),
  }).query(({ ctx }) =>
    Object.values(ctx.brokers).flatMap((broker) => (broker === undefined ? [] : [broker.description])),
  ),
});
