import {
  type BrokerSessionSecrets,
  decodeBrokerSession,
  encodeBrokerSession,
} from "@/server/brokers/broker-session-secrets";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

type SessionOwner = Pick<BrokerSessionRecord, "id" | "ownerId">;

function bindingOf(session: SessionOwner) {
  return {
    table: "broker_session",
    rowId: session.id,
    ownerId: session.ownerId,
    field: "secrets",
  } as const;
}

/** The session's secrets as text for its row, bound to row and owner. */
export function sealSession(
  ctx: Pick<ServiceContext, "cipher">,
  tx: StorageTx,
  session: SessionOwner,
  secrets: BrokerSessionSecrets,
): Promise<string> {
  return ctx.cipher.encrypt(tx, bindingOf(session), encodeBrokerSession(secrets));
}

/** The session's secrets. Throws STORAGE_READ_ERROR when the text was altered or moved from another row. */
export async function openSession(
  ctx: Pick<ServiceContext, "cipher">,
  tx: StorageTx,
  session: BrokerSessionRecord,
): Promise<BrokerSessionSecrets> {
  return decodeBrokerSession(await ctx.cipher.decrypt(tx, bindingOf(session), session.ciphertext));
}

/**
 * Whether the error says that the secrets are past reading. Trouble of the database has the same code, but a cause:
 * it must not end a session.
 */
export function isUnreadable(error: unknown): boolean {
  return error instanceof AppError && error.code === "STORAGE_READ_ERROR" && error.cause === undefined;
}
