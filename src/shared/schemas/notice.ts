import { z } from "zod";
import { attentionItemSchema, attentionRuleSchema } from "@/shared/schemas/attention";
import { errorCodeSchema } from "@/shared/schemas/connection";
import { optionTermsSchema } from "@/shared/schemas/trading";

/** What a person is told without asking. */
export const NOTICE_KINDS = [
  "needs_person",
  "deadline_ahead",
  "connected_again",
  "login_locked",
  "attention",
  "session_leased",
  "test",
] as const;
export const noticeKindSchema = z.enum(NOTICE_KINDS);
export type NoticeKind = z.infer<typeof noticeKindSchema>;

/** The kinds that a channel can be set to carry; a test goes to the channel that it tests. */
export const subscribableKindSchema = noticeKindSchema.exclude(["test"]);
export type SubscribableKind = z.infer<typeof subscribableKindSchema>;

/** What a notice about an item of the attention list is made of: no amount of money and no account number. */
export const attentionDetailsSchema = z.object({
  rule: attentionRuleSchema,
  underlying: attentionItemSchema.shape.underlying,
  /** The option that it is about, if it is about one. */
  option: optionTermsSchema.pick({ right: true, strike: true, expiration: true }).nullable(),
  /** Days, times and counts of the item's facts. */
  facts: attentionItemSchema.shape.facts,
});
export type AttentionDetails = z.infer<typeof attentionDetailsSchema>;

/** A notice in the app. */
export const noticeViewSchema = z.object({
  id: z.string(),
  /** Its place in the order of all notices; the cursor of the list. */
  seq: z.number().int().positive(),
  kind: noticeKindSchema,
  title: z.string(),
  text: z.string(),
  connectionId: z.string().nullable(),
  /** The connection's name when it was raised. */
  connectionLabel: z.string().nullable(),
  errorCode: errorCodeSchema.nullable(),
  deadlineAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
  /** When what it is about was mended. */
  resolvedAt: z.iso.datetime().nullable(),
});
export type NoticeView = z.infer<typeof noticeViewSchema>;

export const listNoticesInputSchema = z.object({
  /** Only those before this `seq`: the `before` of the page above. */
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(100).default(30),
});

/** A page of notices, newest first; `before` asks for the next, null on the last. */
export const noticePageSchema = z.object({
  notices: z.array(noticeViewSchema),
  before: z.number().int().nullable(),
});
export type NoticePage = z.infer<typeof noticePageSchema>;

export const unreadNoticesSchema = z.object({
  count: z.number().int().nonnegative(),
  /** The newest notice's `seq`, what `markRead` takes; 0 where there is none. */
  upto: z.number().int().nonnegative(),
  /** Channels in use whose last message did not arrive. */
  troubledChannels: z.number().int().nonnegative(),
});
export type UnreadNotices = z.infer<typeof unreadNoticesSchema>;

export const markNoticesReadInputSchema = z.object({ upto: z.number().int().nonnegative() });
export type MarkNoticesReadInput = z.infer<typeof markNoticesReadInputSchema>;

/** Ways to reach a person outside the app. */
export const CHANNEL_KINDS = ["email", "webhook", "slack", "discord", "teams", "ntfy"] as const;
export const channelKindSchema = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof channelKindSchema>;

const WHOLE_ADDRESS = "Enter a whole address, such as https://example.com/hook";

// Which hosts may be reached is judged when something is sent: a name can point elsewhere by then.
const webAddress = z
  .url({ protocol: /^https?$/, error: WHOLE_ADDRESS, abort: true })
  .max(2048, "Use at most 2048 characters")
  .refine(
    (text) => new URL(text).username + new URL(text).password === "",
    "Leave the user name and password out of the address",
  );

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

export const channelIdInputSchema = z.object({ channelId: z.string().min(1).max(64) });
export type ChannelIdInput = z.infer<typeof channelIdInputSchema>;

export const channelListSchema = z.object({
  channels: z.array(channelViewSchema),
  /** The kinds that this install can send: e-mail only where a mail server is set. */
  kinds: z.array(channelKindSchema),
});
export type ChannelList = z.infer<typeof channelListSchema>;

/** The signing secret of a webhook, shown this once; null for the kinds that sign nothing. */
export const addedChannelSchema = z.object({
  channel: channelViewSchema,
  signingSecret: z.string().nullable(),
});
export type AddedChannel = z.infer<typeof addedChannelSchema>;

export const renewedSecretSchema = z.object({ signingSecret: z.string() });
export type RenewedSecret = z.infer<typeof renewedSecretSchema>;

/** What became of a test message. */
export const channelTestSchema = z.object({
  delivered: z.boolean(),
  errorCode: errorCodeSchema.nullable(),
});
export type ChannelTest = z.infer<typeof channelTestSchema>;
