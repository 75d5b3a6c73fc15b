import { z } from "zod";

const idSchema = z.string().min(1).max(64);

/** `{id}` of a connection. */
export const connectionParams = z.strictObject({ id: idSchema });

/** `true` or `false` as a query says it. */
export const flagSchema = z
  .enum(["true", "false"], "Give true or false")
  .transform((text) => text === "true")
  .pipe(z.boolean());

/** Ask the broker anew instead of taking what is not too old. */
export const fresh = flagSchema.default(false).describe("Ask the broker now, whatever is known already");

export const symbolSchema = z.string().trim().toUpperCase().min(1).max(24);

/** A parameter that may be given several times. */
export function repeated<Item extends z.ZodType>(item: Item, most: number) {
  return z.preprocess(
    (given) => (typeof given === "string" ? [given] : given),
    z.array(item).min(1).max(most),
  );
}

/** Which connections a view is made from; without it, all that the token reaches. */
export const connectionIds = repeated(idSchema, 50).optional();
