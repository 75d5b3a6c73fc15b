import { z } from "zod";

/** An id of the broker, mostly a UUID. */
export const idSchema = z.string().min(1).max(50);
export const symbolReplySchema = z.string().min(1).max(24);
export const dayReplySchema = z.iso.date();

/** A time in any zone, as UTC. */
export const timeReplySchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString());

/**
 * The id at the end of a link such as `https://api.robinhood.com/instruments/<id>/`: the link of a stock, contract
 * or account is in every reply, its id as a key of its own is not.
 */
export const linkIdSchema = z
  .string()
  .max(300)
  .transform((link) => link.split("/").findLast((part) => part !== "") ?? "")
  .pipe(idSchema);

export const accountNumberSchema = z.string().min(1).max(64);
