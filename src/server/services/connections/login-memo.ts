import { z } from "zod";
import type { LoginState } from "@/server/brokers/broker";
import { Secret } from "@/shared/secret";

/** What we ourselves must remember until a login ends, beside the broker's own state. */
export interface LoginMemo {
  /** The values to store once the login has succeeded, by field name. */
  readonly keep: Readonly<Record<string, Secret>>;
  /** Masked login name for the page. */
  readonly loginName: string | null;
  /** True when this device identity has signed in before. */
  readonly deviceKnown: boolean;
}

const storedSchema = z.object({
  keep: z.record(z.string().max(40), z.string().max(2048)),
  loginName: z.string().max(300).nullable(),
  deviceKnown: z.boolean(),
  broker: z.record(z.string(), z.unknown()),
});

/** The text to encrypt while a login waits. It holds secrets in the clear. */
export function encodeWaitingLogin(memo: LoginMemo, broker: LoginState): Secret {
  const keep = Object.fromEntries(Object.entries(memo.keep).map(([name, value]) => [name, value.reveal()]));
  return new Secret(JSON.stringify({ ...memo, keep, broker }));
}

/** Reads back what {@link encodeWaitingLogin} wrote; throws on anything else. */
export function decodeWaitingLogin(text: Secret): { memo: LoginMemo; broker: LoginState } {
  const { keep, broker, ...memo } = storedSchema.parse(JSON.parse(text.reveal()));
  return {
    memo: {
      ...memo,
      keep: Object.fromEntries(Object.entries(keep).map(([name, value]) => [name, new Secret(value)])),
    },
    broker,
  };
}
