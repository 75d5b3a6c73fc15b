import { z } from "zod";
import { errorCodeSchema } from "@/shared/schemas/connection";

/** The source specification's ErrorResponse and AuthError in one shape, as every interface returns it. */
export const errorResponseSchema = z.object({
  /** The number, such as `1001`. */
  code: z.string(),
  name: errorCodeSchema,
  message: z.string(),
  details: z.record(z.string(), z.string()).nullable(),
  /** Seconds until another try makes sense, where known. */
  retryAfter: z.number().int().nonnegative().nullable(),
  requestId: z.string(),
  timestamp: z.iso.datetime(),
});
export type ErrorResponse = z.infer<typeof errorResponseSchema>;
