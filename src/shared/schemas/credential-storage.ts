import { z } from "zod";

/** Where credentials can be kept (`SECURE_STORAGE`). */
export const BACKEND_NAMES = ["database", "keyring", "vault", "env"] as const;
export const backendNameSchema = z.enum(BACKEND_NAMES);
export type BackendName = z.infer<typeof backendNameSchema>;

export const BACKEND_LABELS: Readonly<Record<BackendName, string>> = {
  database: "Database, encrypted",
  keyring: "Keyring of the machine's user",
  vault: "Vault",
  env: "Environment, read only",
};

export const backendStatusSchema = z.object({
  name: backendNameSchema,
  label: z.string(),
  /** What `SECURE_STORAGE` names: new credentials go there. */
  isCurrent: z.boolean(),
  canWrite: z.boolean(),
  isUp: z.boolean(),
  /** What is wrong and what to do; null where nothing is. */
  reason: z.string().nullable(),
  /** How many stored credentials are there. */
  credentials: z.number().int().nonnegative(),
});
export type BackendStatus = z.infer<typeof backendStatusSchema>;

/** Every backend, the current one first. */
export const credentialStorageSchema = z.object({ backends: z.array(backendStatusSchema) });
export type CredentialStorageView = z.infer<typeof credentialStorageSchema>;

export const moveCredentialsSchema = z.object({
  to: backendNameSchema,
  /** One connection's only. */
  connectionId: z.string().min(1).max(100).optional(),
  /** How many to move in this call; call again until none is left. */
  limit: z.number().int().min(1).max(200).default(50),
  /** Goes on after this one, which `next` of the call before gave. */
  after: z.string().max(100).optional(),
});
export type MoveCredentialsInput = z.input<typeof moveCredentialsSchema>;

export const moveProgressSchema = z.object({
  /** Moved in this call. */
  moved: z.number().int().nonnegative(),
  /** Not there any more where their row says, not readable, or changed meanwhile: left as they were. */
  skipped: z.number().int().nonnegative(),
  /** How many are still elsewhere, those skipped included. */
  left: z.number().int().nonnegative(),
  /** Where to go on; null when the end was reached. */
  next: z.string().nullable(),
});
export type MoveProgress = z.infer<typeof moveProgressSchema>;

/** What becomes of the credentials that a person types to connect. */
export const keepingSchema = z.object({
  /** Where they would be kept. */
  place: backendNameSchema,
  /** False where credentials are read from the environment only: nothing that is typed is ever kept. */
  canRemember: z.boolean(),
  /** Fields that may stay empty because the environment has them for this connection. */
  provided: z.array(z.string()),
});
export type Keeping = z.infer<typeof keepingSchema>;
