import { recordEvent } from "@/server/services/audit/record-event";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { brokerOf } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { AddConnectionInput, ConnectionView } from "@/shared/schemas/connection";

const MAX_CONNECTIONS = 50;

/** Adds a connection, not yet connected. Throws VALIDATION_INVALID_INPUT for a broker or access it has not. */
export async function addConnection(ctx: ServiceContext, input: AddConnectionInput): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const { description } = brokerOf(ctx, input.broker);
  if (!description.accessModes.includes(input.access)) {
    throw new AppError("VALIDATION_INVALID_INPUT", `${description.name} does not offer this access`, {
      fields: { access: "Choose another access" },
    });
  }
  const now = ctx.clock.now();
  const connection: ConnectionRecord = {
    id: ctx.random.uuid(),
    ownerId: actor.userId,
    broker: input.broker,
    label: input.label,
    access: input.access,
    status: "disconnected",
    health: "ok",
    nextAction: "connect",
    notBefore: null,
    errorCode: null,
    loginName: null,
    accounts: [],
    accountFingerprint: null,
    revokedAtBroker: null,
    hosts: null,
    lastConnectedAt: null,
    lastFailureAt: null,
    failedDays: 0,
    lastFailedDay: null,
    nextAttemptAt: null,
    secondFactorAt: null,
    autoLoginAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  await ctx.storage.transaction(async (tx) => {
    if ((await tx.connections.listOf(actor.userId)).length >= MAX_CONNECTIONS) {
      throw new AppError("API_CONFLICT", `You have ${MAX_CONNECTIONS} connections; remove one first`);
    }
    await tx.connections.create(connection);
    await recordEvent(ctx, tx, {
      type: "CONNECTION_ADDED",
      outcome: "success",
      targetId: connection.id,
      details: { broker: connection.broker, label: connection.label, access: connection.access },
    });
  });
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, connection);
}
