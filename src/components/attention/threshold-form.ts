import { z } from "zod";
import { type AttentionSettings, attentionSettingsSchema } from "@/shared/schemas/attention";

/** A number as typed, within the bounds that the server keeps to. */
function typed(schema: z.ZodNumber, words: string) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,4}([.,]\d{1,4})?$/, words)
    .transform((text) => Number(text.replace(",", ".")))
    .refine((value) => schema.safeParse(value).success, words);
}

const { expiringDays, nearStrikePercent, profitTargetPercent, uncoveredDays, noticeFrom } =
  attentionSettingsSchema.shape;

/** The thresholds as the form holds them, and what is wrong with them in words. */
export const thresholdFormSchema = z.object({
  expiringDays: typed(expiringDays, "Enter whole days from 0 to 365."),
  nearStrikePercent: typed(nearStrikePercent, "Enter a percentage from 0 to 50."),
  profitTargetPercent: typed(profitTargetPercent, "Enter a whole percentage from 1 to 100."),
  uncoveredDays: typed(uncoveredDays, "Enter whole days from 0 to 365."),
  noticeFrom,
});

export type ThresholdValues = z.input<typeof thresholdFormSchema>;

export function thresholdValues(settings: AttentionSettings): ThresholdValues {
  return {
    expiringDays: String(settings.expiringDays),
    nearStrikePercent: String(settings.nearStrikePercent),
    profitTargetPercent: String(settings.profitTargetPercent),
    uncoveredDays: String(settings.uncoveredDays),
    noticeFrom: settings.noticeFrom,
  };
}
