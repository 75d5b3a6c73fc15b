import { z } from "zod";
import { accountRefSchema, daySchema, optionTermsSchema } from "@/shared/schemas/trading";
import { sourceSchema } from "@/shared/schemas/wheel";

export const ATTENTION_RULES = [
  "expiring",
  "in_the_money",
  "near_strike",
  "profit_target",
  "ex_dividend",
  "collateral_short",
  "uncovered_shares",
  "naked_call",
  "session_ends_first",
  "assignment_pending",
  "evidence_missing",
] as const;
export const attentionRuleSchema = z.enum(ATTENTION_RULES);
export type AttentionRule = z.infer<typeof attentionRuleSchema>;

export const SEVERITIES = ["critical", "warning", "info"] as const;

export const attentionItemSchema = z.object({
  /** Names the rule and what it is about; the same as long as both stay. */
  key: z.string().max(300),
  rule: attentionRuleSchema,
  severity: z.enum(SEVERITIES),
  connectionId: z.string(),
  label: z.string(),
  account: accountRefSchema.nullable(),
  underlying: z.string().max(24).nullable(),
  option: optionTermsSchema.nullable(),
  cycleId: z.string().max(80).nullable(),
  /** The numbers that the rule fired on, by name: decimals, days and times as text. */
  facts: z.record(z.string().max(40), z.string().max(80)),
  /** Changes when the facts change enough that a dismissal no longer holds. */
  stance: z.string().max(120),
  /** When it must be settled by; null where there is no such day. */
  dueDay: daySchema.nullable(),
  dismissedAt: z.iso.datetime().nullable(),
});
export type AttentionItem = z.infer<typeof attentionItemSchema>;

export const attentionViewSchema = z.object({
  sources: z.array(sourceSchema),
  items: z.array(attentionItemSchema),
  revalidating: z.boolean(),
});
export type AttentionView = z.infer<typeof attentionViewSchema>;

/** A person's own thresholds. */
export const attentionSettingsSchema = z.object({
  expiringDays: z.number().int().min(0).max(365),
  /** Percent of the share price. */
  nearStrikePercent: z.number().min(0).max(50),
  /** Percent of the premium that could be kept. */
  profitTargetPercent: z.number().int().min(1).max(100),
  /** Days that shares may lie without a call before it is said. */
  uncoveredDays: z.number().int().min(0).max(365),
  /** Severities that are also sent by the notice channels. */
  noticeFrom: z.enum(["critical", "warning", "info", "never"]),
});
export type AttentionSettings = z.infer<typeof attentionSettingsSchema>;

export const DEFAULT_ATTENTION_SETTINGS: AttentionSettings = {
  expiringDays: 7,
  nearStrikePercent: 2,
  profitTargetPercent: 75,
  uncoveredDays: 3,
  noticeFrom: "warning",
};
