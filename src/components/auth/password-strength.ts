export interface PasswordAdvice {
  level: 0 | 1 | 2 | 3;
  word: string;
  advice: string;
}

/**
 * Advice on a new password while it is typed. Length counts most, as it does against guessing; repeated
 * characters and parts of the person's own name or e-mail count nothing.
 */
export function advisePassword(
  password: string,
  personal: readonly string[],
  minLength: number,
): PasswordAdvice {
  if (password.length < minLength) {
    const missing = minLength - password.length;
    return {
      level: 0,
      word: "Too short",
      advice: `${missing} more character${missing === 1 ? "" : "s"} needed. A few unrelated words work well.`,
    };
  }
  const lower = password.toLowerCase();
  const parts = personal.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  if (parts.some((part) => part.length >= 3 && lower.includes(part))) {
    return { level: 1, word: "Weak", advice: "It has your name or e-mail in it, which is tried first." };
  }
  const distinct = new Set(lower).size;
  if (distinct < 6) {
    return { level: 1, word: "Weak", advice: "It repeats few characters. Use more different ones." };
  }
  if (password.length >= 20 || (password.length >= 16 && distinct >= 10)) {
    return { level: 3, word: "Strong", advice: "Keep it in a password manager." };
  }
  return { level: 2, word: "Good", advice: "Every extra word makes it much harder to guess." };
}
