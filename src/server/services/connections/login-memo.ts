import { z } from "zod";
import type { LoginState } from "@/server/brokers/broker";
import type { CipherBinding } from "@/server/secrets/cipher.port";
import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
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

type LoginOwner = Pick<LoginAttemptRecord, "id" | "ownerId">;

function bindingOf({ id, ownerId }: LoginOwner): CipherBinding {
  return { table: "login_attempt", rowId: id, ownerId, field: "state" };
}

/** A waiting login as text for its row, bound to row and owner. */
export async function sealWaitingLogin(
  ctx: Pick<ServiceContext, "cipher">,
  tx: StorageTx,
  attempt: LoginOwner,
  memo: LoginMemo,
  broker: LoginState,
): Promise<string> {
  const text = encodeWaitingLogin(memo, broker);
  try {
    return await ctx.cipher.encrypt(tx, bindingOf(attempt), text);
  } finally {
    text.dispose();
  }
}

/**
 * What {@link sealWaitingLogin} wrote. Throws STORAGE_READ_ERROR when the text was altered or moved. The caller
 * disposes of the values to keep.
 */
export async function openWaitingLogin(
  ctx: Pick<ServiceContext, "cipher" | "storage">,
  attempt: LoginOwner,
  ciphertext: string,
): Promise<{ memo: LoginMemo; broker: LoginState }> {
  const text = await ctx.cipher.decrypt(ctx.storage, bindingOf(attempt), ciphertext);
  try {
    return decodeWaitingLogin(text);
  } finally {
    text.dispose();
  }
}
