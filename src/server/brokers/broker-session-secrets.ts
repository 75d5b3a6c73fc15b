import { z } from "zod";
import { Secret } from "@/shared/secret";

const secretText = z.string().min(1).max(8192);

const storedSessionSchema = z.object({
  accessToken: secretText,
  /** Token that can only read, where the broker gives one. */
  readOnlyToken: secretText.nullable(),
  refreshToken: secretText.nullable(),
  expiresAt: z.iso.datetime(),
  /** After this time no refresh helps (Schwab's seven days, E*TRADE's midnight); null when there is no such time. */
  hardExpiresAt: z.iso.datetime().nullable(),
  scope: z.string().max(200),
  /** What one broker needs beyond the common parts, such as an OAuth token secret. */
  extra: z.record(z.string().max(40), secretText),
});

/** What a broker gave after a login. Secrets are wrapped; times are UTC. */
export interface BrokerSessionSecrets {
  readonly accessToken: Secret;
  readonly readOnlyToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly expiresAt: Date;
  readonly hardExpiresAt: Date | null;
  readonly scope: string;
  readonly extra: Readonly<Record<string, Secret>>;
}

/** The text that is encrypted and stored. The result holds every secret in the clear. */
export function encodeBrokerSession(session: BrokerSessionSecrets): Secret {
  const stored: z.input<typeof storedSessionSchema> = {
    accessToken: session.accessToken.reveal(),
    readOnlyToken: session.readOnlyToken?.reveal() ?? null,
    refreshToken: session.refreshToken?.reveal() ?? null,
    expiresAt: session.expiresAt.toISOString(),
    hardExpiresAt: session.hardExpiresAt?.toISOString() ?? null,
    scope: session.scope,
    extra: Object.fromEntries(Object.entries(session.extra).map(([key, value]) => [key, value.reveal()])),
  };
  return new Secret(JSON.stringify(stored));
}

/** Reads back what {@link encodeBrokerSession} wrote. Throws a ZodError or SyntaxError on anything else. */
export function decodeBrokerSession(text: Secret): BrokerSessionSecrets {
  const stored = storedSessionSchema.parse(JSON.parse(text.reveal()));
  return {
    accessToken: new Secret(stored.accessToken),
    readOnlyToken: stored.readOnlyToken === null ? null : new Secret(stored.readOnlyToken),
    refreshToken: stored.refreshToken === null ? null : new Secret(stored.refreshToken),
    expiresAt: new Date(stored.expiresAt),
    hardExpiresAt: stored.hardExpiresAt === null ? null : new Date(stored.hardExpiresAt),
    scope: stored.scope,
    extra: Object.fromEntries(Object.entries(stored.extra).map(([key, value]) => [key, new Secret(value)])),
  };
}
