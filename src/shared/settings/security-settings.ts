import { choice, integer, onOff } from "@/shared/settings/setting-kinds";

const COMMON = { scope: "admin" } as const;

/** What is asked of people, and what is noted. */
export const SECURITY_SETTINGS = {
  MIN_PASSWORD_LENGTH: integer({
    ...COMMON,
    label: "Shortest password",
    help: "Characters that a new password of a person of this install must have. Passwords that are there stay good.",
    yaml: "security.min_password_length",
    min: 8,
    max: 64,
    unit: "characters",
    initially: "12",
  }),
  PASSWORD_COMPLEXITY: choice({
    ...COMMON,
    label: "Strength of passwords",
    help: "What else a new password must be. low: long enough; medium: none of the common ones; high: also without the person's name or e-mail, and of at least eight different characters.",
    yaml: "security.password_complexity",
    options: ["low", "medium", "high"],
    initially: "medium",
  }),
  ENABLE_MFA: onOff({
    ...COMMON,
    label: "Require a second factor",
    help: "With true a broker's session is kept only where the broker asked for a second factor, now or when this device was first approved. Others are ended at once, and a session file brings none. Sessions that are live already stay.",
    yaml: "security.require_mfa",
    aliases: ["REQUIRE_MFA"],
    initially: "false",
  }),
  AUDIT_TRAIL: onOff({
    ...COMMON,
    label: "Note every call to a broker",
    help: "With true the audit log has an event for each call to a broker, without its content. What concerns security is noted always.",
    yaml: "security.audit_trail",
    initially: "false",
  }),
  SESSION_ENCRYPTION: choice({
    ...COMMON,
    label: "Encryption of sessions",
    help: "AES-256 in Galois/Counter Mode. There is no other, and nothing is ever stored in clear text.",
    yaml: "security.session_encryption",
    options: ["AES256"],
    initially: "AES256",
  }),
} as const;
