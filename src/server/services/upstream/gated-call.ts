import type { GatedRequest } from "@/server/http/http.port";
import type { CallKind } from "@/server/services/upstream/call-kind";
import type { ConnectionRecord } from "@/server/storage/records";

/** One request at the gate. */
export interface GatedCall {
  readonly connection: Pick<ConnectionRecord, "id" | "broker">;
  readonly kind: CallKind;
  readonly request: Pick<GatedRequest, "method" | "route" | "repeatable">;
}

/** What the flight recorder tells of it. */
export function callFacts({ kind, request }: GatedCall) {
  return { kind, method: request.method, route: request.route };
}
