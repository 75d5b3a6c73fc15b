import { maskAccountNumber } from "@/server/services/connections/mask";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { AccountRef } from "@/shared/schemas/trading";

/**
 * An account without its number: the masked number, and a keyed hash that is the same for one account of one person
 * at one broker, and for no other person.
 */
export function accountRefOf(
  ctx: Pick<ServiceContext, "cipher">,
  connection: Pick<ConnectionRecord, "ownerId" | "broker">,
  accountNumber: string,
): AccountRef {
  const { ownerId, broker } = connection;
  return {
    accountId: ctx.cipher.fingerprint("account_ref", `${ownerId}:${broker}:${accountNumber}`),
    maskedNumber: maskAccountNumber(accountNumber),
  };
}
