import { readFile } from "node:fs/promises";
import { readEnvironment } from "@/env";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";
import type { Broker, BrokerCalls } from "@/server/brokers/broker";
import { buildContainer } from "@/server/container";
import { actorOfAppSession } from "@/server/services/app-sessions/load-actor";
import { readActivity } from "@/server/services/portfolio/read-activity";
import type { ServiceContext, Services } from "@/server/services/service-context";
import type { AccountEvent } from "@/shared/schemas/activity";
import { measureTurns, type Turns } from "./measure-turns";

/** The environment of the install that a server opens: its first message. */
export type Start = Readonly<Record<string, string>>;

/** What can be asked of a connection; `all` reads everything at the broker. */
export type View = "all" | "reading" | "wheel" | "a cycle" | "income" | "attention";

/** Every further message to a server. */
export interface Question {
  readonly view: View;
  /** Of the person who asks. */
  readonly appSessionId: string;
  readonly connectionId: string;
  /** Where the events are, as JSON, with which the broker answers to `all` at once. */
  readonly eventsFile: string;
}

/** The answer to a question. */
export interface Measured {
  readonly turns: Turns;
  /** Length of the view as JSON. */
  readonly letters: number;
  /** The most memory that the process has had, MB. */
  readonly peakMb: number;
}

const createCaller = createCallerFactory(appRouter);

/** The product without its pages, as a process that does nothing else; ends when its parent lets go of it. */
export function serveViews(): void {
  process.once("message", async (start: Start) => {
    const { services, close } = await buildContainer(readEnvironment({ ...start }));
    process.on("message", async (question: Question) => process.send?.(await measure(services, question)));
    process.once("disconnect", close);
    process.send?.("started");
  });
}

async function measure(services: Services, question: Question): Promise<Measured> {
  const read = await readerOf(services, question);
  // What getting ready left behind is the bench's, not the product's.
  globalThis.gc?.();
  let letters = 0;
  const turns = await measureTurns(async () => {
    letters = JSON.stringify(await read()).length;
  });
  return { turns, letters, peakMb: process.resourceUsage().maxRSS / 1024 };
}

async function readerOf(
  services: Services,
  { view, appSessionId, connectionId, eventsFile }: Question,
): Promise<() => Promise<unknown>> {
  const events: AccountEvent[] = view === "all" ? JSON.parse(await readFile(eventsFile, "utf8")) : [];
  const person = await personOf(services, appSessionId, events);
  const { wheel } = createCaller(person);
  const connectionIds = [connectionId];
  switch (view) {
    case "all":
    case "reading": {
      const connection = await services.storage.connections.byId(connectionId);
      if (connection === null) throw new Error("The connection is gone");
      return async () => (await readActivity(person, connection, view === "all" ? "fresh" : "cached")).parts;
    }
    case "wheel":
      return () => wheel.overview({ connectionIds });
    case "a cycle": {
      const { cycles } = await wheel.overview({ connectionIds });
      const { cycleId } = cycles.find(({ closedAt }) => closedAt === null) ??
        cycles[0] ?? { cycleId: "none" };
      return () => wheel.cycle({ cycleId });
    }
    case "income":
      return () => wheel.income({ connectionIds });
    case "attention":
      return () => wheel.attention({});
  }
}

/** The person at a broker some of whose calls are answered here. */
async function personOf(
  services: Services,
  appSessionId: string,
  events: AccountEvent[],
): Promise<ServiceContext> {
  const calls: Partial<BrokerCalls> = {
    getActivity: async () => ({ rows: events, failures: [] }),
    getPositions: async () => ({ rows: [], failures: [] }),
    getShareFacts: async () => ({ rows: [], failures: [] }),
  };
  const { robinhood } = services.brokers;
  if (robinhood === undefined) throw new Error("The install does not offer Robinhood");
  const through: Broker["through"] = (gate) => ({ ...robinhood.through(gate), ...calls });
  return {
    ...services,
    actor: await actorOfAppSession(services, appSessionId),
    request: { id: services.random.uuid(), ipAddress: null, userAgent: "Benchmark", interface: "web" },
    settings: { ...services.settings, dataCacheSeconds: 3_600 },
    brokers: { robinhood: { ...robinhood, through } },
  };
}
