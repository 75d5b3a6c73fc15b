import { planNextProbe } from "@/server/services/broker-sessions/look-again";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { autoLogin } from "@/server/services/connections/auto-login";
import type { ServiceContext } from "@/server/services/service-context";
import { someAtOnce } from "@/server/services/some-at-once";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

const AT_ONCE = 5;

/**
 * Takes the connections up where the last run left them: sessions are probed at the broker, and what lost its
 * session is signed in again with stored credentials where that is allowed. Never throws for one of them; a broker
 * in trouble leaves a connection degraded, for the keeper to go on with.
 */
export async function restoreSessions(
  ctx: ServiceContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const before = await ctx.storage.connections.toRestore();
  const connected = before.filter(({ status }) => status === "connected");
  await someAtOnce(connected, AT_ONCE, signal, (connection) =>
    restored(ctx, connection, async (own) => {
      // Its turn may come late: what happened meanwhile counts.
      const current = await own.storage.connections.byId(connection.id);
      if (current !== null) {
        await restoreSession(own, current);
      }
      await planNextProbe(own.storage, connection.id, own.clock.now());
    }),
  );
  const after = await ctx.storage.connections.toRestore();
  const lost = after.filter(
    ({ status }) => status === "expired" || (status === "error" && ctx.settings.autoReconnect),
  );
  await someAtOnce(lost, AT_ONCE, signal, (connection) =>
    restored(ctx, connection, (own) => autoLogin(own, connection)),
  );
}

async function restored(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  work: (own: ServiceContext) => Promise<unknown>,
): Promise<void> {
  try {
    await work(systemContext(ctx));
  } catch (error) {
    // What the broker refuses is noted by the verbs themselves.
    if (!(error instanceof AppError)) {
      ctx.log.error({ err: error, connectionId: connection.id }, "a connection could not be taken up");
    }
  }
}
