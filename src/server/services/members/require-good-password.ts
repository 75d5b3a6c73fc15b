import { isCommonPassword } from "@/server/services/members/common-passwords";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { PasswordRule } from "@/shared/schemas/password-rule";

const LEAST_DIFFERENT = 8;
const SHORTEST_NAME = 3;

/**
 * Throws VALIDATION_INVALID_INPUT naming `field` when a new password is not what the settings of this moment ask
 * for. `personal` holds the person's e-mail and name.
 */
export function requireGoodPassword(
  { settings }: Pick<ServiceContext, "settings">,
  password: string,
  personal: readonly string[],
  field = "password",
): void {
  const fault = faultOf(password, personal, settings.passwords);
  if (fault === null) return;
  throw new AppError("VALIDATION_INVALID_INPUT", undefined, { fields: { [field]: fault } });
}

function faultOf(password: string, personal: readonly string[], rule: PasswordRule): string | null {
  if (password.length < rule.minLength) return `Use at least ${rule.minLength} characters`;
  if (rule.complexity === "low") return null;
  if (isCommonPassword(password, personal)) {
    return "This password is easy to guess. Use several unrelated words, or let a password manager make one";
  }
  if (rule.complexity === "medium") return null;
  const lower = password.normalize("NFKC").toLowerCase();
  const names = personal.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  if (names.some((name) => name.length >= SHORTEST_NAME && lower.includes(name))) {
    return "It has your name or a part of your e-mail address in it. Leave that out";
  }
  return new Set(lower).size < LEAST_DIFFERENT
    ? `Use at least ${LEAST_DIFFERENT} different characters`
    : null;
}
