import { z } from "zod";

const idSchema = z.string().min(1).max(64);

export const connectionId = idSchema.describe("Id of a connection, from list_connections");

export const connectionIds = z
  .array(idSchema)
  .min(1)
  .max(50)
  .optional()
  .describe("Only these connections; all that can be reached without it");

export const fresh = z
  .boolean()
  .default(false)
  .describe(
    "Ask the broker now instead of taking what is at most a minute old; costs requests of a small budget",
  );

export const symbolSchema = z.string().trim().toUpperCase().min(1).max(24);

/** Which rows of a long list; few unless more are asked for, since they fill a model's context. */
export function pageInput(usual: number, most: number) {
  return {
    limit: z.int().min(1).max(most).default(usual).describe("Most rows of the answer"),
    offset: z.int().min(0).max(100_000).default(0).describe("How many rows to leave out at the beginning"),
  };
}
