import { z } from "zod";
import { BROKER_TYPES, brokerTypeSchema } from "@/shared/schemas/broker";
import { accountRefSchema } from "@/shared/schemas/trading";

/**
 * What a program may do with an API token, each with the sentence that the page and the API description show.
 * A token does only what its scopes name, and never more than its owner's roles allow at that moment.
 */
export const SCOPES = {
  "read:connections": "See connections, their status and what they need",
  "read:account": "See account summaries and the value by day",
  "read:positions": "See shares and options that are held",
  "read:options": "Look up option contracts and their prices",
  "read:orders": "See orders",
  "read:wheel": "See wheel cycles and income",
  "read:attention": "See what needs attention",
  "read:audit": "Read the audit log (the owner must be allowed to)",
  "write:attention": "Put items that need attention aside, and bring them back",
  "session:refresh": "Check and renew a broker session",
  "session:proxy": "Call a broker through Wheelhouse, reading only",
  "session:proxy_write": "Call a broker through Wheelhouse with any method that is allowed, orders included",
  "session:lease": "Get the read-only token of a live broker session for a short time",
  "session:lease_full": "Get the full token of a live broker session for a short time",
} as const satisfies Record<string, string>;

export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];
export const scopeSchema = z.enum(SCOPE_NAMES);

const idListSchema = z.array(z.string().min(1).max(64)).min(1).max(100);

/** Which brokers, connections and accounts a token reaches; null is all that its owner has, also later ones. */
export const tokenReachSchema = z.object({
  brokers: z.array(z.enum(BROKER_TYPES)).min(1).nullable(),
  connectionIds: idListSchema.nullable(),
  /** Ids of accounts as the views give them (`accountId`), never account numbers. */
  accountIds: idListSchema.nullable(),
});
export type TokenReach = z.infer<typeof tokenReachSchema>;

export const WHOLE_REACH: TokenReach = { brokers: null, connectionIds: null, accountIds: null };

/** What a token may do and where: an upper bound that no request can widen. */
export const tokenGrantSchema = z.object({
  scopes: z.array(scopeSchema).min(1, "Choose at least one scope").max(SCOPE_NAMES.length),
  reach: tokenReachSchema,
});
export type TokenGrant = z.infer<typeof tokenGrantSchema>;

export const DEFAULT_TOKEN_DAYS = 90;
export const MOST_TOKEN_DAYS = 366;
export const DEFAULT_TOKEN_REQUESTS_PER_MINUTE = 120;
/** A person may have so many tokens that are not ended. */
export const MOST_TOKENS = 50;

/** The Wheelhouse password: making a token is asked of the person, not of an app session that may be borrowed. */
const confirmPasswordSchema = z.string().max(256).optional();

const addressSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "Give IP addresses or ranges such as 192.0.2.7 or 10.0.0.0/8",
});

export const tokenNameSchema = z
  .string()
  .trim()
  .min(1, "Give the token a name")
  .max(60, "Use at most 60 characters");

export const createTokenInputSchema = z.object({
  name: tokenNameSchema,
  scopes: tokenGrantSchema.shape.scopes,
  reach: tokenReachSchema.default(WHOLE_REACH),
  expiresInDays: z.number().int().min(1).max(MOST_TOKEN_DAYS).default(DEFAULT_TOKEN_DAYS),
  /** From which addresses it may be used; empty is from anywhere. */
  allowedAddresses: z.array(addressSchema).max(20).default([]),
  requestsPerMinute: z.number().int().min(1).max(6000).default(DEFAULT_TOKEN_REQUESTS_PER_MINUTE),
  confirmPassword: confirmPasswordSchema,
});
export type CreateTokenInput = z.input<typeof createTokenInputSchema>;

export const rotateTokenInputSchema = z.object({
  tokenId: z.string().min(1).max(64),
  /** How long the old token goes on beside the new one, so that a bot can be moved over. */
  overlapHours: z.number().int().min(0).max(168).default(24),
  confirmPassword: confirmPasswordSchema,
});

export const tokenIdInputSchema = z.object({ tokenId: z.string().min(1).max(64) });
export type TokenIdInput = z.infer<typeof tokenIdInputSchema>;

/** Whose programs are kept out: the person's own, or everybody's. */
export interface BotFreezeInput {
  readonly scope: "own" | "install";
}

/** An API token as its owner sees it. Never the token itself. */
export const apiTokenViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The beginning, by which a token in a bot's settings is recognised; no secret. */
  hint: z.string(),
  ...tokenGrantSchema.shape,
  allowedAddresses: z.array(z.string()),
  requestsPerMinute: z.number().int(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  /** The token that this one takes over from. */
  replaces: z.string().nullable(),
  state: z.enum(["live", "expired", "revoked"]),
  /** To the minute or so: noted in the background. */
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedFrom: z.string().nullable(),
  uses: z.number().int().nonnegative(),
});
export type ApiTokenView = z.infer<typeof apiTokenViewSchema>;

/** The answer to making a token: the only time that it is shown. */
export const createdTokenSchema = z.object({ token: z.string(), view: apiTokenViewSchema });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

/** Whether programs are kept out: all of the install's by an admin, or all of one person's. */
export const botFreezeViewSchema = z.object({
  install: z.object({ frozenAt: z.iso.datetime(), by: z.string() }).nullable(),
  own: z.object({ frozenAt: z.iso.datetime() }).nullable(),
});
export type BotFreezeView = z.infer<typeof botFreezeViewSchema>;

/** What a person may choose from when they make a token. */
export const tokenChoicesSchema = z.object({
  scopes: z.array(scopeSchema),
  connections: z.array(
    z.object({
      id: z.string(),
      broker: brokerTypeSchema,
      label: z.string(),
      /** Those that were read before; a new connection has none yet. */
      accounts: z.array(accountRefSchema),
    }),
  ),
});
export type TokenChoices = z.infer<typeof tokenChoicesSchema>;
