import { z } from "zod";

/** `read_only` hands out the broker's read-only token, `full` the one that can trade too. */
export const leaseKindSchema = z.enum(["read_only", "full"]);
export type LeaseKind = z.infer<typeof leaseKindSchema>;

export const MOST_LEASE_SECONDS = 900;
export const DEFAULT_LEASE_SECONDS = 300;

/** What a program asks for. */
export const leaseInputSchema = z.strictObject({
  kind: leaseKindSchema.default("read_only"),
  /** How long the program wants to use the token. */
  seconds: z.number().int().min(1).max(MOST_LEASE_SECONDS).default(DEFAULT_LEASE_SECONDS),
});

/** A token of a live session that was handed out; never the token. */
export const sessionLeaseViewSchema = z.object({
  id: z.string(),
  kind: leaseKindSchema,
  /** The API token that asked for it, and what its owner calls it. */
  tokenId: z.string(),
  tokenName: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionLeaseView = z.infer<typeof sessionLeaseViewSchema>;

/** The answer to a lease: the only time that the token is shown. */
export const leasedSessionSchema = z.object({
  leaseId: z.string(),
  /** The broker's token, for `Authorization: Bearer …`. */
  token: z.string(),
  kind: leaseKindSchema,
  /** Until then the token is good unless the broker ends it, and no longer than asked for. */
  expiresAt: z.iso.datetime(),
  /** Where it may be sent. */
  hosts: z.array(z.string()),
  /** What the program's author must know, in sentences. */
  notes: z.array(z.string()),
});
export type LeasedSession = z.infer<typeof leasedSessionSchema>;

/** What ending a lease did. */
export const endedLeaseSchema = z.object({
  /** Whether the session's tokens were renewed because of it. */
  renewed: z.boolean(),
  /** What becomes of the token that was handed out. */
  note: z.string(),
});
export type EndedLease = z.infer<typeof endedLeaseSchema>;
