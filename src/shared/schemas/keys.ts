import { z } from "zod";

const timeSchema = z.iso.datetime();
const fingerprintSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** What is to be done next about the master key. */
export const KEY_STEPS = ["generate", "wait", "apply", "retire"] as const;

export const keyFateSchema = z.enum(["archive", "shred"]);

export const confirmInputSchema = z.object({
  /** The person's Wheelhouse password: a key is more than an app session that somebody borrowed. */
  confirmPassword: z.string().max(256).optional(),
});
export type ConfirmInput = z.infer<typeof confirmInputSchema>;

export const retireKeyInputSchema = confirmInputSchema.extend({
  fingerprint: fingerprintSchema,
  fate: keyFateSchema,
  /** Without the seven days in which the way back is kept. */
  now: z.boolean(),
});
export type RetireKeyInput = z.infer<typeof retireKeyInputSchema>;

export const masterKeyViewSchema = z.object({
  fingerprint: z.string(),
  source: z.enum(["variable", "file", "vault"]),
  state: z.enum(["active", "retired", "removed"]),
  firstUsedAt: timeSchema,
  retiredAt: timeSchema.nullable(),
  removedAt: timeSchema.nullable(),
  /** Whether this process holds it. */
  held: z.boolean(),
  /** Data keys and install secrets that it wraps. */
  wraps: z.number().int(),
  /** From when on it may be removed; null for the active and for removed ones. */
  removableFrom: timeSchema.nullable(),
});
export type MasterKeyView = z.infer<typeof masterKeyViewSchema>;

export const keyProcessViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["web", "cli"]),
  isThis: z.boolean(),
  masterKeys: z.array(z.string()),
});
export type KeyProcessView = z.infer<typeof keyProcessViewSchema>;

export const keyRotationViewSchema = z.object({
  id: z.string(),
  status: z.enum(["running", "done", "failed"]),
  done: z.number().int(),
  total: z.number().int(),
  startedAt: timeSchema,
  startedBy: z.string(),
  endedAt: timeSchema.nullable(),
});
export type KeyRotationView = z.infer<typeof keyRotationViewSchema>;

export const keyStatusSchema = z.object({
  source: z.object({
    kind: z.enum(["variable", "file", "vault"]),
    /** A variable's name or a path. */
    place: z.string(),
    /** Whether Wheelhouse keeps the keys itself, or the operator does. */
    keepsKeys: z.boolean(),
  }),
  active: z.string(),
  /** A new key that waits to be applied. */
  waiting: z.string().nullable(),
  /** Processes that do not hold it yet. */
  lacking: z.array(z.string()),
  nextStep: z.enum(KEY_STEPS),
  /** The history, newest first. */
  masterKeys: z.array(masterKeyViewSchema),
  processes: z.array(keyProcessViewSchema),
  dataKeys: z.object({
    live: z.number().int(),
    retired: z.number().int(),
    /** Texts encrypted with them. */
    texts: z.number().int(),
    /** Texts under the data key that has most of them. */
    mostUses: z.number().int(),
    oldestAt: timeSchema.nullable(),
  }),
  /** The renewal that goes on, or else the last one. */
  rotation: keyRotationViewSchema.nullable(),
});
export type KeyStatus = z.infer<typeof keyStatusSchema>;

export const generatedKeySchema = z.object({
  fingerprint: z.string(),
  /** Once, and only where the operator keeps the keys. */
  key: z.string().nullable(),
});
export type GeneratedKeyView = z.infer<typeof generatedKeySchema>;

export const retiredKeySchema = z.object({
  /** Places that only the operator can clear. */
  leftAt: z.array(z.string()),
  status: keyStatusSchema,
});
export type RetiredKeyView = z.infer<typeof retiredKeySchema>;
