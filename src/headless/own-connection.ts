import { addConnection } from "@/server/services/connections/add-connection";
import { listConnections } from "@/server/services/connections/list-connections";
import { brokerOf } from "@/server/services/connections/load-connection";
import { maskLoginName } from "@/server/services/connections/mask";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { BrokerType, ConnectionAccess } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { Secret } from "@/shared/secret";

interface Wanted {
  readonly broker: BrokerType;
  /** Id or name; undefined: found by the login name. */
  readonly connection?: string | undefined;
  readonly username: Secret | undefined;
  /** Of a connection that is added. */
  readonly access: ConnectionAccess;
}

/**
 * The owner's connection that the credentials are for: the one that is named, else the one that signed in with this
 * login name before, else one that never signed in; null where none fits. Throws API_RESOURCE_NOT_FOUND for an unknown
 * name, API_CONFLICT where several fit.
 */
export async function findOwnConnection(ctx: ServiceContext, wanted: Wanted): Promise<ConnectionView | null> {
  const own = await ofBroker(ctx, wanted);
  const { connection: name } = wanted;
  if (name !== undefined) {
    const named = own.find(({ id, label }) => id === name || label.toLowerCase() === name.toLowerCase());
    if (named === undefined) throw new AppError("API_RESOURCE_NOT_FOUND", `There is no connection ${name}`);
    return named;
  }
  const fitting = own.filter((one) => fits(one, wanted.username));
  const known = fitting.filter(({ loginName }) => loginName !== null);
  const left = known.length > 0 ? known : fitting;
  if (left.length > 1) {
    const labels = left.map(({ label }) => label).join(", ");
    throw new AppError("API_CONFLICT", `Several connections fit: ${labels}. Say which one is meant`);
  }
  return left[0] ?? null;
}

/**
 * {@link findOwnConnection}, or a new one, so that one login's credentials never bring up another login's session.
 */
export async function ownConnection(ctx: ServiceContext, wanted: Wanted): Promise<ConnectionView> {
  const found = await findOwnConnection(ctx, wanted);
  if (found !== null) return found;
  const { name } = brokerOf(ctx, wanted.broker).description;
  const count = (await ofBroker(ctx, wanted)).length;
  const label = count === 0 ? name : `${name} ${count + 1}`;
  return addConnection(ctx, { broker: wanted.broker, label, access: wanted.access });
}

async function ofBroker(ctx: ServiceContext, wanted: Wanted): Promise<ConnectionView[]> {
  return (await listConnections(ctx)).filter(({ broker }) => broker === wanted.broker);
}

function fits({ loginName }: ConnectionView, username: Secret | undefined): boolean {
  return loginName === null || username === undefined || loginName === maskLoginName(username.reveal());
}
