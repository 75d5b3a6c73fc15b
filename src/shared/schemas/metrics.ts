import { z } from "zod";

/** A process of the install, as the page of metrics lists it. */
export const processViewSchema = z.object({
  id: z.string(),
  kind: z.enum(["web", "cli"]),
  host: z.string(),
  pid: z.number().int(),
  version: z.string(),
  /** The version of the saved settings that it runs with. */
  settingsVersion: z.number().int(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** The one that answered. */
  isThis: z.boolean(),
});
export type ProcessView = z.infer<typeof processViewSchema>;
