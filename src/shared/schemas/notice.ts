import { z } from "zod";
import { errorCodeSchema } from "@/shared/schemas/connection";

/** What a person is told without asking. */
export const NOTICE_KINDS = [
  "needs_person",
  "deadline_ahead",
  "connected_again",
  "login_locked",
  "test",
] as const;
export const noticeKindSchema = z.enum(NOTICE_KINDS);
export type NoticeKind = z.infer<typeof noticeKindSchema>;

/** The kinds that a channel can be set to carry; a test goes to the channel that it tests. */
export const subscribableKindSchema = noticeKindSchema.exclude(["test"]);
export type SubscribableKind = z.infer<typeof subscribableKindSchema>;

/** A notice in the app. */
export const noticeViewSchema = z.object({
  id: z.string(),
  kind: noticeKindSchema,
  title: z.string(),
  text: z.string(),
  connectionId: z.string().nullable(),
  errorCode: errorCodeSchema.nullable(),
  deadlineAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
  /** When what it is about was mended. */
  resolvedAt: z.iso.datetime().nullable(),
});
export type NoticeView = z.infer<typeof noticeViewSchema>;

/** Ways to reach a person outside the app. */
export const CHANNEL_KINDS = ["email", "webhook", "slack", "discord", "teams", "ntfy"] as const;
export const channelKindSchema = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof channelKindSchema>;

const webAddress = z
  .url("Enter a whole address, such as https://example.com/hook")
  .max(2048, "Use at most 2048 characters");

/** What a channel needs to send. Addresses of hooks are secrets: who knows one can post to it. */
export const channelTargetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("email"), to: z.email("Enter an e-mail address").max(254) }),
  z.object({ kind: z.literal("webhook"), url: webAddress }),
  z.object({ kind: z.literal("slack"), url: webAddress }),
  z.object({ kind: z.literal("discord"), url: webAddress }),
  z.object({ kind: z.literal("teams"), url: webAddress }),
  z.object({
    kind: z.literal("ntfy"),
    url: webAddress,
    /** Access token of a protected topic. */
    token: z.string().max(200).optional(),
  }),
]);
export type ChannelTarget = z.infer<typeof channelTargetSchema>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 22:00");

/** A daily span in which only what can't wait is sent; it may pass midnight. */
export const quietHoursSchema = z.object({
  from: clockTime,
  to: clockTime,
  /** IANA name, such as `America/New_York`. */
  timeZone: z
    .string()
    .max(64)
    .refine((name) => isTimeZone(name), "Choose a time zone from the list"),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const channelLabelSchema = z
  .string()
  .trim()
  .min(1, "Give the channel a name")
  .max(60, "Use at most 60 characters");

export const addChannelInputSchema = z.object({
  label: channelLabelSchema,
  target: channelTargetSchema,
  kinds: z.array(subscribableKindSchema).min(1, "Choose at least one kind of notice").max(10),
  quietHours: quietHoursSchema.nullable().default(null),
});
export type AddChannelInput = z.input<typeof addChannelInputSchema>;

export const changeChannelInputSchema = z.object({
  channelId: z.string().min(1).max(64),
  label: channelLabelSchema.optional(),
  /** A new address; its kind must be the channel's own. */
  target: channelTargetSchema.optional(),
  kinds: addChannelInputSchema.shape.kinds.optional(),
  quietHours: quietHoursSchema.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type ChangeChannelInput = z.infer<typeof changeChannelInputSchema>;

/** A channel as its owner sees it; the address of a hook is shown by host only. */
export const channelViewSchema = z.object({
  id: z.string(),
  kind: channelKindSchema,
  label: z.string(),
  /** Masked, such as `a••@example.com` or `hooks.slack.com`. */
  target: z.string(),
  kinds: z.array(subscribableKindSchema),
  quietHours: quietHoursSchema.nullable(),
  enabled: z.boolean(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  lastFailedAt: z.iso.datetime().nullable(),
  lastErrorCode: errorCodeSchema.nullable(),
  /** Deliveries that wait, those held for quiet hours included. */
  waiting: z.number().int().nonnegative(),
  /** Deliveries that were given up. */
  dead: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
});
export type ChannelView = z.infer<typeof channelViewSchema>;
