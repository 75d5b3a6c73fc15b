import { z } from "zod";
import { faultRuleSchema } from "./http/faults";

/** How a sandbox is started. Everything has a default. */
export const sandboxOptionsSchema = z.strictObject({
  host: z.string().min(1).max(255).default("127.0.0.1"),
  /** 0 is any free port. */
  port: z.number().int().min(0).max(65_535).default(4010),
  /** The same seed and starting time give the same ids, numbers and codes. */
  seed: z.string().min(1).max(200).default("wheelhouse"),
  /** Where clients believe to be, for the links in answers; without it, the Host of each request. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  /** The sandbox's time at the start; without it, the machine's. */
  time: z.date().optional(),
  frozen: z.boolean().default(false),
  /** A file that keeps sessions and trusted devices from one run to the next. */
  statePath: z.string().min(1).max(4096).optional(),
  /** Added to every answer of the broker. */
  delayMs: z.number().int().min(0).max(600_000).default(0),
  faults: z.array(faultRuleSchema).default([]),
  /** Settings of the simulated broker: see `robinhood/knobs.ts`. */
  knobs: z.record(z.string(), z.unknown()).default({}),
});

export type SandboxOptions = z.input<typeof sandboxOptionsSchema>;
export type SandboxSettings = z.output<typeof sandboxOptionsSchema>;
