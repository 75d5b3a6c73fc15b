import type { RestContext } from "@/server/rest/rest-route";
import { watchConnections } from "@/server/services/connections/watch-connections";
import type { Services } from "@/server/services/service-context";
import { API_ADDRESSES, basePathOf } from "@/shared/addresses";
import { AppError } from "@/shared/app-error";
import { problemOf } from "@/shared/problem";
import type { ConnectionView } from "@/shared/schemas/connection";
import { connectionStateSchema } from "@/shared/schemas/rest";

const HEARTBEAT_MS = 15_000;
/** Each stream looks at the database every two seconds: a program needs one. */
const MOST_STREAMS_OF_TOKEN = 4;
const RETRY_AFTER_SECONDS = 10;
const LONGEST_EVENT_ID = 20_000;

/** Streams that are open in this process, by token; a process has one feed. */
const openStreams = new WeakMap<Services["feed"], Map<string, number>>();

/**
 * The status of the connections as server-sent events, until the caller goes or the token may act no more. Each state
 * has an id, by which a caller that comes back with Last-Event-ID gets what changed since. Throws
 * API_TOKEN_BUDGET_SPENT for too many streams of one token, API_INVALID_REQUEST for an id that can't be one of ours.
 */
export function connectionEvents(ctx: RestContext, request: Request): Response {
  const since = request.headers.get("last-event-id") ?? "";
  if (since.length > LONGEST_EVENT_ID) throw new AppError("API_INVALID_REQUEST", "Last-Event-ID is too long");
  const release = takeStream(ctx);
  const cancelled = new AbortController();
  const gone = AbortSignal.any([ctx.signal, cancelled.signal]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (text: string) => {
        if (!gone.aborted) controller.enqueue(encoder.encode(text));
      };
      // Also what makes the headers go out at once.
      send(": watching\n\n");
      const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
      void tell(ctx, since, gone, send).finally(() => {
        clearInterval(heartbeat);
        release();
        if (!gone.aborted) controller.close();
      });
    },
    cancel: () => cancelled.abort(),
  });
  return new Response(body, {
    // Proxies that gather replies would keep the events back.
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
  });
}

async function tell(
  ctx: RestContext,
  since: string,
  signal: AbortSignal,
  send: (text: string) => void,
): Promise<void> {
  let told = versionsOf(since);
  try {
    for await (const { key, connections } of watchConnections(
      ctx,
      signal,
      since === "" ? undefined : since,
    )) {
      send(eventsOf(told, connections, key));
      told = new Map(connections.map(({ id, version }) => [id, version]));
    }
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error({ err: error }, "a stream of events failed");
    const facts = {
      path: `${API_ADDRESSES.rest}/events`,
      basePath: basePathOf(ctx.settings.publicUrl),
      requestId: ctx.request.id,
      now: ctx.clock.now(),
    };
    send(event("end", problemOf(error, facts)));
  }
}

/** Only the last event of a state bears its id: whoever is cut off in between gets all of them again. */
function eventsOf(
  told: ReadonlyMap<string, number>,
  connections: readonly ConnectionView[],
  key: string,
): string {
  const ids = new Set(connections.map(({ id }) => id));
  const events = [
    ...[...told.keys()].filter((id) => !ids.has(id)).map((id) => event("removed", { id })),
    ...connections
      .filter(({ id, version }) => told.get(id) !== version)
      .map((connection) => event("connection", connectionStateSchema.parse(connection))),
  ];
  // A state of which nothing is to be told still moves the id on.
  const last = events.pop() ?? event("same", {});
  return `${events.join("")}id: ${key}\n${last}`;
}

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Versions by connection in a key of watchConnections; what is none of ours has none. */
function versionsOf(key: string): Map<string, number> {
  const parts = [...key.matchAll(/(?:^|,)([^,:]{1,64}):(\d{1,15})(?=,|$)/g)];
  return new Map(parts.map(([, id = "", version]) => [id, Number(version)]));
}

function takeStream({ feed, token }: RestContext): () => void {
  const streams = openStreams.get(feed) ?? new Map<string, number>();
  openStreams.set(feed, streams);
  const open = streams.get(token.id) ?? 0;
  if (open >= MOST_STREAMS_OF_TOKEN) {
    throw new AppError("API_TOKEN_BUDGET_SPENT", `At most ${MOST_STREAMS_OF_TOKEN} streams at once`, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  streams.set(token.id, open + 1);
  return () => {
    const left = (streams.get(token.id) ?? 1) - 1;
    if (left === 0) streams.delete(token.id);
    else streams.set(token.id, left);
  };
}
