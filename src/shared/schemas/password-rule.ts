import { z } from "zod";

/** What new passwords must be (`MIN_PASSWORD_LENGTH`, `PASSWORD_COMPLEXITY`). */
export const passwordRuleSchema = z.object({
  minLength: z.number().int(),
  complexity: z.enum(["low", "medium", "high"]),
});
export type PasswordRule = z.infer<typeof passwordRuleSchema>;

const MORE: Readonly<Record<PasswordRule["complexity"], string>> = {
  low: "Nothing else is asked of it.",
  medium: "No rules on digits or signs.",
  high: "Without your name or e-mail, and of at least eight different characters.",
};

/** The rule in words, for whoever chooses a password. */
export function passwordRuleText({ minLength, complexity }: PasswordRule): string {
  return `At least ${minLength} characters. ${MORE[complexity]}`;
}
