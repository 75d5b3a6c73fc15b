// The victim of the crash drill: the server's own container with all its background work, without the pages.
// It performs acts on order of the driver and never knows when it will be killed.
import { channel } from "node:diagnostics_channel";
import { TRPCError } from "@trpc/server";
import { readEnvironment } from "@/env";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";
import type { Clock } from "@/server/clock";
import { systemClock } from "@/server/clock";
import { buildContainer, type Container } from "@/server/container";
import type { Random } from "@/server/random";
import { systemRandom } from "@/server/random";
import { actorOfAppSession } from "@/server/services/app-sessions/load-actor";
import { AppError } from "@/shared/app-error";
import { type Act, markOf, type Note, type Order, orderSchema, WORKER_HEADER } from "./worker-messages";

const createCaller = createCallerFactory(appRouter);
type Start = Extract<Order, { type: "start" }>;

function tell(note: Note): void {
  process.send?.(note);
}

/** The machine's clock, set ahead: a new worker lives after all leases of the killed ones have lapsed. */
function clockAhead(aheadMs: number): Clock {
  return { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
}

/** The platform's randomness; the last group of every UUID is the worker's number. */
function markedRandom(workerNumber: number): Random {
  const mark = markOf(workerNumber);
  return { ...systemRandom, uuid: () => systemRandom.uuid().slice(0, -mark.length) + mark };
}

/** Has every request of the HTTP client say which worker sent it, by the client's own diagnostics. */
function signRequests(workerNumber: number): void {
  channel("undici:request:create").subscribe((message) => {
    const { request } = message as { readonly request: { addHeader(name: string, value: string): void } };
    request.addHeader(WORKER_HEADER, String(workerNumber));
  });
}

async function start(order: Start): Promise<Container> {
  signRequests(order.number);
  const container = await buildContainer(readEnvironment(order.environment), {
    clock: clockAhead(order.clockAheadMs),
    random: markedRandom(order.number),
  });
  container.startBackground();
  return container;
}

/** The person at the page, judged anew at each request as the web server does. */
async function callerOf({ services }: Container, { appSessionId }: Start) {
  return createCaller({
    ...services,
    actor: await actorOfAppSession(services, appSessionId),
    request: {
      id: services.random.uuid(),
      ipAddress: "192.0.2.10",
      userAgent: "Crash drill",
      interface: "web",
    },
  });
}

type Caller = Awaited<ReturnType<typeof callerOf>>;

async function subscribe(caller: Caller, url: string): Promise<void> {
  await caller.notices.addChannel({
    label: "Webhook",
    target: { kind: "webhook", url },
    kinds: ["needs_person", "deadline_ahead", "connected_again", "login_locked"],
  });
}

async function perform(caller: Caller, act: Act): Promise<void> {
  const { connectionId } = act;
  switch (act.kind) {
    case "connect": {
      const { username, password } = act;
      await caller.connections.startLogin({ connectionId, credentials: { username, password } });
      return;
    }
    case "refresh":
      await caller.connections.refresh({ connectionId });
      return;
    case "check":
      await caller.connections.check({ connectionId });
      return;
    case "disconnect":
      await caller.connections.disconnect({ connectionId });
      return;
    case "read":
      await caller.portfolio.summary({ connectionId, fresh: true });
  }
}

/** The product's code; for trouble with the database or of our own also what is behind it. */
function codeOf(error: unknown): string {
  const known = error instanceof TRPCError ? error.cause : error;
  if (!(known instanceof AppError)) return `unexpected: ${String(error)}`;
  return known.code.startsWith("STORAGE_") ? `${known.code} (${String(known.cause)})` : known.code;
}

let begun: { readonly order: Start; readonly container: Promise<Container> } | null = null;

async function obey(order: Order): Promise<void> {
  if (order.type === "start") {
    begun = { order, container: start(order) };
    await begun.container;
    tell({ type: "started" });
    return;
  }
  if (begun === null) throw new Error("The worker was not started");
  const container = await begun.container;
  if (order.type === "stop") {
    await container.close();
    process.disconnect();
    return;
  }
  const done = callerOf(container, begun.order).then((caller) =>
    order.type === "subscribe" ? subscribe(caller, order.url) : perform(caller, order.act),
  );
  tell({ type: "done", id: order.id, code: await done.then(() => null, codeOf) });
}

process.on("message", (message) => {
  obey(orderSchema.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
// A driver that is gone leaves nobody behind.
process.once("disconnect", () => process.exit(0));
tell({ type: "loaded" });
