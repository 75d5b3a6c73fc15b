import { z } from "zod";
import { brokerTypeSchema } from "@/shared/schemas/broker";

/** The source specification's session states. */
export const brokerSessionStatusSchema = z.enum(["active", "expired", "invalid", "refreshing"]);

/** A broker session as its owner sees it; tokens never leave the server. */
export const brokerSessionViewSchema = z.object({
  sessionId: z.string(),
  connectionId: z.string(),
  broker: brokerTypeSchema,
  status: brokerSessionStatusSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastActivityAt: z.iso.datetime(),
  isValid: z.boolean(),
  /** Seconds. */
  timeRemaining: z.number().int().nonnegative(),
  needsRefresh: z.boolean(),
});
export type BrokerSessionView = z.infer<typeof brokerSessionViewSchema>;
