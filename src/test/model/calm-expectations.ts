import type { ErrorCode } from "@/shared/error-codes";
import type { ConnectionStatus } from "@/shared/schemas/connection";
import type { VerbName } from "@/test/model/connection-acts";
import type { Ending, ModelWorld, Slot } from "@/test/model/model-world";

/**
 * What a verb must come to while broker, network and clocks are as usual and nobody died: by the status before, the
 * statuses after. Without this the rules would also hold for a program that never does anything.
 */
const CALM: Partial<Record<VerbName, Partial<Record<ConnectionStatus, readonly ConnectionStatus[]>>>> = {
  connect: { disconnected: ["connected", "challenge"], expired: ["connected", "challenge"] },
  refresh: { connected: ["connected"] },
  check: { connected: ["connected"] },
  "read the summary": { connected: ["connected"] },
  retry: { connected: ["connected"] },
  "take up sessions": { connected: ["connected"] },
  disconnect: { connected: ["disconnected"], disconnected: ["disconnected"], expired: ["disconnected"] },
  cancel: { challenge: ["disconnected"] },
};

/** Refusals that are in order even then: the budget of requests, and another login of the same name. */
const IN_ORDER: readonly ErrorCode[] = ["API_BUDGET_SPENT", "API_CONFLICT", "API_SESSION_LIMIT"];

/** The status now, to be given to {@link expectCalm} after the verb. */
export async function statusOf(world: ModelWorld, { connectionId }: Slot): Promise<ConnectionStatus | null> {
  return (await world.database.storage.connections.byId(connectionId))?.status ?? null;
}

/**
 * Throws where a verb in calm came to something else than it must. False when the calm is over: on a machine under
 * strain a call may take longer than the client waits.
 */
export async function expectCalm(
  world: ModelWorld,
  verb: VerbName,
  slot: Slot,
  before: ConnectionStatus | null,
  ending: Ending,
): Promise<boolean> {
  const row = await world.database.storage.connections.byId(slot.connectionId);
  const refusal = ending.kind === "refused" ? ending.error.code : null;
  if (refusal === "CONN_TIMEOUT" || row?.errorCode === "CONN_TIMEOUT") return false;
  const wanted = before === null ? undefined : CALM[verb]?.[before];
  if (wanted === undefined || (refusal !== null && IN_ORDER.includes(refusal))) return true;
  if (ending.kind !== "done" || row === null || !wanted.includes(row.status)) {
    const after = `${row?.status} (${refusal ?? row?.errorCode ?? ending.kind})`;
    throw new Error(`In calm, ${verb} (${slot.who}) led from ${before} to ${after}`);
  }
  return true;
}
