import { z } from "zod";
import { normaliseTotpSecret } from "@/shared/schemas/credential-field";
import { Secret } from "@/shared/secret";

/** What a program without a person finds in its environment. The user name is wrapped too: it appears in no log. */
export interface HeadlessSettings {
  readonly username: Secret | undefined;
  readonly password: Secret | undefined;
  /** Base32. */
  readonly mfaSecret: Secret | undefined;
  /** Six digits, good for one login. */
  readonly oneTimeCode: Secret | undefined;
  readonly deviceToken: Secret | undefined;
  /** Where the session file is; undefined: none is read or written. */
  readonly sessionCachePath: string | undefined;
  /** Whether the session file is written encrypted rather than as the pickle that Python clients read. */
  readonly encryptCache: boolean;
}

const TOTP_SECRET = /^[A-Z2-7]{16,128}$/;
const ONE_TIME_CODE = /^\d{6}$/;
const DEVICE_TOKEN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isTotpSecret = (text: string): boolean => TOTP_SECRET.test(normaliseTotpSecret(text));
const isOneTimeCode = (text: string): boolean => ONE_TIME_CODE.test(text.replace(/\s/g, ""));
const secretText = (isRight: (text: string) => boolean, message: string) =>
  z
    .string()
    .trim()
    .refine(isRight, message)
    .transform((text) => new Secret(text))
    .optional();

/** The variables by name. Each message names its variable and never a value. */
const variablesSchema = z.object({
  ROBINHOOD_USERNAME: secretText(
    (text) => z.email().max(254).safeParse(text).success,
    "ROBINHOOD_USERNAME must be the e-mail address of the Robinhood login.",
  ),
  ROBINHOOD_PASSWORD: z
    .string()
    .max(256, "ROBINHOOD_PASSWORD must have at most 256 characters.")
    .transform((text) => new Secret(text))
    .optional(),
  ROBINHOOD_MFA_SECRET: secretText(
    isTotpSecret,
    "ROBINHOOD_MFA_SECRET must be the authenticator's set-up key in base32: at least 16 letters A-Z and digits 2-7.",
  ),
  ROBINHOOD_MFA_CODE: secretText(
    (text) => isTotpSecret(text) || isOneTimeCode(text),
    "ROBINHOOD_MFA_CODE must be the authenticator's set-up key in base32, or one code of six digits.",
  ),
  ROBINHOOD_DEVICE_TOKEN: secretText(
    (text) => DEVICE_TOKEN.test(text),
    "ROBINHOOD_DEVICE_TOKEN must be a device token: 32 digits 0-9 and a-f in groups of 8-4-4-4-12.",
  ),
  SESSION_CACHE_PATH: z.string().trim().max(4096).optional(),
  ENCRYPT_CACHE: z.enum(["true", "false"], "ENCRYPT_CACHE must be one of true, false.").default("false"),
});

/** The settings, or a sentence for each variable that is malformed. Blank variables count as absent. */
export function parseHeadlessSettings(
  source: Readonly<Record<string, string | undefined>>,
): HeadlessSettings | { readonly problems: readonly string[] } {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const result = variablesSchema.safeParse(given);
  if (!result.success) return { problems: result.error.issues.map(({ message }) => message) };
  const { data } = result;
  const code = data.ROBINHOOD_MFA_SECRET === undefined ? data.ROBINHOOD_MFA_CODE : undefined;
  const isOnce = code !== undefined && isOneTimeCode(code.reveal());
  return {
    username: data.ROBINHOOD_USERNAME,
    password: data.ROBINHOOD_PASSWORD,
    mfaSecret: data.ROBINHOOD_MFA_SECRET ?? (isOnce ? undefined : code),
    oneTimeCode: isOnce ? code : undefined,
    deviceToken: data.ROBINHOOD_DEVICE_TOKEN,
    sessionCachePath: data.SESSION_CACHE_PATH,
    encryptCache: data.ENCRYPT_CACHE === "true",
  };
}
