import type { CallGate } from "@/server/http/http.port";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { CallKind } from "@/server/services/upstream/call-kind";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

/** The gate of one connection for one kind of call: every request is noted with what came of it. */
export function connectionGate(
  ctx: ServiceContext,
  connection: Pick<ConnectionRecord, "id" | "broker">,
  kind: CallKind,
): CallGate {
  return {
    pass: async (request, send) => {
      const call = { kind, method: request.method, route: request.route };
      const beganAt = ctx.clock.now();
      const tookMs = () => ctx.clock.now().getTime() - beganAt.getTime();
      try {
        const reply = await send();
        await noteFlight(ctx, connection.id, "call", { ...call, status: reply.status, tookMs: tookMs() });
        return reply;
      } catch (error) {
        const code = error instanceof AppError ? error.code : "API_UNEXPECTED";
        await noteFlight(ctx, connection.id, "call", { ...call, code, tookMs: tookMs() });
        throw error;
      }
    },
  };
}
