import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * A whole list that just arrived, against what is shown: for each connection the higher version wins, since
 * a call's answer can overtake the stream. What the new list leaves out is gone.
 */
export function mergeConnections(
  shown: readonly ConnectionView[] | null,
  arrived: readonly ConnectionView[],
): readonly ConnectionView[] {
  const known = new Map(shown?.map((connection) => [connection.id, connection]));
  return arrived.map((connection) => newer(known.get(connection.id), connection));
}

/** One view that a call returned: put in its place, or at the end when it is new. */
export function mergeConnection(
  shown: readonly ConnectionView[] | null,
  view: ConnectionView,
): readonly ConnectionView[] {
  const list = shown ?? [];
  if (!list.some((connection) => connection.id === view.id)) return [...list, view];
  return list.map((connection) => (connection.id === view.id ? newer(connection, view) : connection));
}

function newer(known: ConnectionView | undefined, arrived: ConnectionView): ConnectionView {
  return known !== undefined && known.version > arrived.version ? known : arrived;
}
