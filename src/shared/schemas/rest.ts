import { z } from "zod";
import { PERMISSIONS, type Permission, ROLES } from "@/shared/permissions";
import { valueHistoryViewSchema } from "@/shared/schemas/account";
import { apiTokenViewSchema } from "@/shared/schemas/api-token";
import { attentionViewSchema } from "@/shared/schemas/attention";
import { connectionViewSchema, errorCodeSchema, requestBudgetSchema } from "@/shared/schemas/connection";
import { optionContractsViewSchema, positionsViewSchema } from "@/shared/schemas/trading";
import { wheelViewSchema } from "@/shared/schemas/wheel";

/** What `/api/v1` answers beside the views that the pages show too. */

/** The body of every failed call: problem details of RFC 9457 with the product's own code. */
export const problemSchema = z.object({
  /** Where the code is explained. */
  type: z.string(),
  /** One sentence, the same for all problems of a code. */
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string(),
  /** Path of the request. */
  instance: z.string(),
  /** The number, such as `1017`. */
  code: z.string(),
  name: errorCodeSchema,
  /** What is wrong with which field or parameter. */
  fields: z.record(z.string(), z.string()).nullable(),
  /** Seconds until another try makes sense, where known. */
  retryAfter: z.number().int().nonnegative().nullable(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Where the next page begins; null when this is the last. */
const nextCursor = z.string().nullable();

/** What a program needs to know to go on, or to call its person. */
export const connectionStateSchema = connectionViewSchema.pick({
  id: true,
  broker: true,
  label: true,
  status: true,
  health: true,
  nextAction: true,
  notBefore: true,
  errorCode: true,
  deadlineAt: true,
  nextAttemptAt: true,
  version: true,
});
export const connectionStatusReplySchema = connectionStateSchema.extend({
  budget: requestBudgetSchema.nullable(),
});
export const connectionsPageSchema = z.object({ connections: z.array(connectionViewSchema), nextCursor });
export const positionsPageSchema = positionsViewSchema.extend({ nextCursor });
export const optionsPageSchema = optionContractsViewSchema.extend({ nextCursor });
export const valueHistoryPageSchema = valueHistoryViewSchema.extend({ nextCursor });
export const wheelPageSchema = wheelViewSchema.extend({ nextCursor });
export const attentionPageSchema = attentionViewSchema.extend({ nextCursor });
export const dismissalReplySchema = z.object({ key: z.string(), dismissed: z.boolean() });

const PERMISSION_NAMES = Object.keys(PERMISSIONS) as [Permission, ...Permission[]];

/** What a token may do, where and until when. */
export const ownTokenReplySchema = z.object({
  token: apiTokenViewSchema.pick({ id: true, name: true, scopes: true, reach: true, expiresAt: true }),
  /** Whose token it is, and what they may do at this moment: the token never does more. */
  person: z.object({
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    permissions: z.array(z.enum(PERMISSION_NAMES)),
  }),
  /** What is left of the token's own requests in this minute. */
  requests: requestBudgetSchema,
});
export const healthReplySchema = z.object({ status: z.enum(["ok", "unavailable"]) });
