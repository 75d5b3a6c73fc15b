import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readDailyValues } from "@/server/services/portfolio/daily-values";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { TokenReach } from "@/shared/schemas/api-token";
import type { AccountRef } from "@/shared/schemas/trading";

const EVER = "0000-01-01";

/** The accounts of a connection that were ever read, without asking the broker. */
export async function knownAccounts(
  ctx: ServiceContext,
  connection: ConnectionRecord,
): Promise<AccountRef[]> {
  const values = await readDailyValues(ctx, connection.id, EVER);
  const numbers = [...new Set(values.map(({ accountNumber }) => accountNumber))].sort();
  return numbers.map((number) => accountRefOf(ctx, connection, number));
}

/**
 * Throws VALIDATION_INVALID_INPUT when a reach names a connection that is not the person's, or an account that none
 * of the chosen connections has: a list that matches nothing would look like a token that works.
 */
export async function requireOwnReach(
  ctx: ServiceContext,
  ownerId: string,
  { brokers, connectionIds, accountIds }: TokenReach,
): Promise<void> {
  const own = await ctx.storage.connections.listOf(ownerId);
  const chosen = own.filter(
    ({ id, broker }) =>
      (connectionIds === null || connectionIds.includes(id)) &&
      (brokers === null || brokers.includes(broker)),
  );
  if (connectionIds !== null && !connectionIds.every((id) => chosen.some((one) => one.id === id))) {
    throw refused("reach.connectionIds", "Choose among your own connections of the chosen brokers");
  }
  if (accountIds === null) return;
  const accounts = (await Promise.all(chosen.map((one) => knownAccounts(ctx, one)))).flat();
  const known = new Set(accounts.map(({ accountId }) => accountId));
  if (!accountIds.every((id) => known.has(id))) {
    throw refused("reach.accountIds", "Choose among the accounts of the chosen connections");
  }
}

function refused(field: string, hint: string): AppError {
  return new AppError("VALIDATION_INVALID_INPUT", hint, { fields: { [field]: hint } });
}
