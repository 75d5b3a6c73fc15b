import { z } from "zod";
import { normaliseTotpSecret } from "@/shared/schemas/credential-field";
import { secret } from "@/shared/settings/setting-kinds";

const TOTP_SECRET = /^[A-Z2-7]{16,128}$/;
const DEVICE_TOKEN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it is an authenticator's set-up key in base32. */
const isTotpSecret = (text: string): boolean => TOTP_SECRET.test(normaliseTotpSecret(text));

/** Whether it is a code of six digits, good for one login. */
export const isOneTimeCode = (text: string): boolean => /^\d{6}$/.test(text.replace(/\s/g, ""));

const password = z.string().max(256, "at most 256 characters long");
const name = z.string().trim().max(254, "at most 254 characters long");

/** What the owner's connections sign in with where nobody types it. Brokers that are yet to come have reserved names. */
export const CREDENTIAL_SETTINGS = {
  ROBINHOOD_USERNAME: secret({
    label: "Robinhood: e-mail",
    help: "The e-mail address of the Robinhood login.",
    schema: name.refine(
      (text) => z.email().safeParse(text).success,
      "the e-mail address of the Robinhood login",
    ),
  }),
  ROBINHOOD_PASSWORD: secret({
    label: "Robinhood: password",
    help: "The password of the Robinhood login.",
    schema: password,
  }),
  ROBINHOOD_MFA_SECRET: secret({
    label: "Robinhood: set-up key",
    help: "The authenticator's set-up key in base32. Whoever has it and the password needs no phone.",
    schema: z
      .string()
      .trim()
      .refine(
        isTotpSecret,
        "the authenticator's set-up key in base32: at least 16 letters A-Z and digits 2-7",
      ),
  }),
  ROBINHOOD_MFA_CODE: secret({
    label: "Robinhood: set-up key or code",
    help: "The set-up key, or one code of six digits. Gives way to ROBINHOOD_MFA_SECRET.",
    schema: z
      .string()
      .trim()
      .refine(
        (text) => isTotpSecret(text) || isOneTimeCode(text),
        "the authenticator's set-up key in base32, or one code of six digits",
      ),
  }),
  ROBINHOOD_DEVICE_TOKEN: secret({
    label: "Robinhood: device token",
    help: "The token of a device that Robinhood knows already; it asks for no code then.",
    schema: z
      .string()
      .trim()
      .regex(DEVICE_TOKEN, "a device token: 32 digits 0-9 and a-f in groups of 8-4-4-4-12"),
  }),
  ETRADE_USERNAME: secret({
    label: "E*TRADE: user name",
    help: "Reserved for a later version; setting it has no effect but a warning.",
    schema: name,
  }),
  ETRADE_PASSWORD: secret({
    label: "E*TRADE: password",
    help: "Reserved for a later version; setting it has no effect but a warning.",
    schema: password,
  }),
  IBKR_USERNAME: secret({
    label: "Interactive Brokers: user name",
    help: "Reserved for a later version; setting it has no effect but a warning.",
    schema: name,
  }),
  IBKR_PASSWORD: secret({
    label: "Interactive Brokers: password",
    help: "Reserved for a later version; setting it has no effect but a warning.",
    schema: password,
  }),
} as const;

/** Names that are kept for brokers that this version does not have. */
export const RESERVED_CREDENTIALS = [
  "ETRADE_USERNAME",
  "ETRADE_PASSWORD",
  "IBKR_USERNAME",
  "IBKR_PASSWORD",
] as const satisfies readonly (keyof typeof CREDENTIAL_SETTINGS)[];
