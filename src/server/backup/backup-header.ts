import { z } from "zod";

/** The number grows when an older version could not read a newer file; files of the same number are exchanged freely. */
export const BACKUP_FORMAT = 1;

const fingerprintSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** What a backup tells without a key. It is authenticated with every block, so it can't be altered unnoticed. */
export const backupHeaderSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  appVersion: z.string().max(40),
  provider: z.enum(["sqlite", "postgresql"]),
  /** Folder names of the migrations that its database had, in order. */
  migrations: z.array(z.string().max(200)).max(1000),
  /** Null where the install never had one. */
  installId: z.string().max(100).nullable(),
  /** ISO 8601. */
  madeAt: z.iso.datetime(),
  /** Which master key opens what is encrypted in the data. */
  masterKeyFingerprint: fingerprintSchema,
  /** Whether the master key itself is inside. */
  holdsMasterKey: z.boolean(),
  /** The key of the file, under the master key or under one that is derived from a passphrase. */
  fileKey: z.discriminatedUnion("under", [
    z.object({ under: z.literal("master_key"), sealed: z.string().max(500) }),
    z.object({ under: z.literal("passphrase"), salt: z.string().max(100), sealed: z.string().max(500) }),
  ]),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;
