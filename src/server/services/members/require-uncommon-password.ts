import { isCommonPassword } from "@/server/services/members/common-passwords";
import { AppError } from "@/shared/app-error";

/** Throws VALIDATION_INVALID_INPUT naming `field` when guessing tools would try the password early. */
export function requireUncommonPassword(
  password: string,
  personal: readonly string[],
  field = "password",
): void {
  if (!isCommonPassword(password, personal)) return;
  throw new AppError("VALIDATION_INVALID_INPUT", undefined, {
    fields: {
      [field]:
        "This password is easy to guess. Use several unrelated words, or let a password manager make one",
    },
  });
}
