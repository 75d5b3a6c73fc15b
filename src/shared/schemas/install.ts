import { z } from "zod";

/** A restored copy that waits for somebody's yes; nothing where `restoredAt` is null. */
export const restoredViewSchema = z.object({
  restoredAt: z.iso.datetime().nullable(),
  /** When the backup was made; null where it is not known, such as a file that was put back by hand. */
  madeAt: z.iso.datetime().nullable(),
});
export type RestoredView = z.infer<typeof restoredViewSchema>;

/** What is to become of the broker sessions of a restored copy. */
export const acceptRestoredInputSchema = z.object({ sessions: z.enum(["keep", "end"]) });
export type AcceptRestoredInput = z.infer<typeof acceptRestoredInputSchema>;
