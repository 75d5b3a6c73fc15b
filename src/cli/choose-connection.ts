import { listConnections } from "@/server/services/connections/list-connections";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * The connection that a word means: its id, its name, or its broker. Without a word it is the only one there is.
 * Throws API_RESOURCE_NOT_FOUND where none fits and VALIDATION_MISSING_FIELD where several do.
 */
export async function chooseConnection(
  ctx: ServiceContext,
  word: string | undefined,
): Promise<ConnectionView> {
  return chosenOf(await listConnections(ctx), word);
}

/** {@link chooseConnection} among these. Pure. */
export function chosenOf(connections: readonly ConnectionView[], word: string | undefined): ConnectionView {
  const fitting = fittingOf(connections, word);
  const [first, second] = fitting;
  if (first === undefined) {
    throw new AppError(
      "API_RESOURCE_NOT_FOUND",
      connections.length === 0
        ? "There is no connection yet. `wheelhouse login` adds one."
        : `No connection is called ${word}. There are: ${namesOf(connections)}.`,
    );
  }
  if (second !== undefined) {
    throw new AppError("VALIDATION_MISSING_FIELD", `Say which connection: ${namesOf(fitting)}.`);
  }
  return first;
}

function fittingOf(
  connections: readonly ConnectionView[],
  word: string | undefined,
): readonly ConnectionView[] {
  if (word === undefined) return connections;
  const wanted = word.toLowerCase();
  const byId = connections.filter(({ id }) => id === word);
  if (byId.length > 0) return byId;
  const byLabel = connections.filter(({ label }) => label.toLowerCase() === wanted);
  return byLabel.length > 0 ? byLabel : connections.filter(({ broker }) => broker === wanted);
}

function namesOf(connections: readonly ConnectionView[]): string {
  const labels = connections.map(({ label }) => label.toLowerCase());
  const isShared = ({ label }: ConnectionView) =>
    labels.indexOf(label.toLowerCase()) !== labels.lastIndexOf(label.toLowerCase());
  return connections.map((one) => (isShared(one) ? `${one.label} (${one.id})` : one.label)).join(", ");
}
