import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { endSession } from "@/server/services/broker-sessions/end-session";
import type { Storage } from "@/server/storage/storage";
import type { FlightDetails } from "@/shared/schemas/flight-record";
import { runVerb } from "@/test/model/connection-acts";
import { addSlot, type ModelRun, modelCommands } from "@/test/model/connection-commands";
import { ConnectionInvariants } from "@/test/model/connection-invariants";
import { ModelWorld, SIGNERS } from "@/test/model/model-world";
import { settleDown } from "@/test/model/settle-down";

declare module "vitest" {
  interface ProvidedContext {
    readonly model: {
      readonly seed: number | null;
      readonly path: string | null;
      readonly runs: number | null;
    };
  }
}

/*
 * A model-based property test of the connection machine: two processes on one database, the broker's sandbox over
 * HTTP, and any sequence of what people, the keeper, the broker, the network, the clock and the undertaker can do. The
 * rules of `src/test/model/connection-invariants.ts` hold after each step.
 *
 * A failure prints its seed, its path and the shortest commands that were found. To see it again, with the first
 * number of the path alone (the rest are shorter examples, which commands cannot replay by path):
 *   WHEELHOUSE_MODEL_SEED=<seed> WHEELHOUSE_MODEL_PATH=<path> npx vitest run connection-model --project sqlite
 * Runs by hand, as many as wanted, each time with another seed:
 *   WHEELHOUSE_MODEL_RUNS=1000 npx vitest run connection-model --project sqlite
 * Two things at once and the order of the network are not the seed's: a run with them may need a few goes.
 */
const RUNS = { sqlite: 40, postgresql: 15 } as const;
const COMMANDS = 25;
const SEED = 20_261_122;
/** After this time no further run begins, and no shorter example is looked for. */
const LONGEST_MS = 40_000;
const DAY_MS = 86_400_000;

const asked = inject("model");

let world: ModelWorld;

beforeAll(async () => {
  world = await ModelWorld.create();
});
afterAll(() => world.close());

/** A run begins with a session to keep. */
async function connectFirst({ invariants, slots }: ModelRun): Promise<void> {
  const [first] = slots;
  if (first === undefined) throw new Error("A run has connections");
  await world.act(world.process(0), (ctx) => runVerb("connect", ctx, first, world));
  await invariants.check(slots);
}

/** Ways to break a rule, and the sentence that tells of it: a rule that cannot fail proves nothing. */
const BREACHES: Record<string, (storage: Storage, connectionId: string) => Promise<unknown>> = {
  "connected without a session": (storage, id) => storage.brokerSessions.removeByConnection(id),
  "a lease is left": async (storage, id) => {
    const session = await storage.brokerSessions.byConnection(id);
    return storage.brokerSessions.takeLease(session?.id ?? "", "left", world.now(), world.now());
  },
  "does not fit": async (storage, id) => {
    const row = await storage.connections.byId(id);
    return storage.connections.update(id, row?.version ?? 0, { nextAction: "connect" });
  },
  "an open login is missing": async (storage, id) => {
    const row = await storage.connections.byId(id);
    return storage.connections.update(id, row?.version ?? 0, { status: "challenge" });
  },
  "disconnected without its event": (storage, id) => noteMove(storage, id, { event: "disconnected" }),
  "a secret is in the flight recorder": async (storage, id) => {
    const { refresh } = await world.tokensOf(id);
    return noteMove(storage, id, { event: "session_confirmed", note: refresh[0] ?? "" });
  },
  "a session was ended that the broker would have renewed": async (storage, id) => {
    const [connection, session] = [
      await storage.connections.byId(id),
      await storage.brokerSessions.byConnection(id),
    ];
    if (connection === null || session === null) throw new Error("A run begins with a session");
    return endSession(world.process(0).owner, connection, session, "AUTH_SESSION_EXPIRED");
  },
};

function noteMove(storage: Storage, connectionId: string, details: FlightDetails): Promise<void> {
  return storage.flightRecords.append({
    connectionId,
    at: world.now(),
    kind: "state",
    flightId: "nobody",
    process: "nobody",
    details,
  });
}

describe("each rule", () => {
  it.each(Object.entries(BREACHES))("notices: %s", { timeout: 60_000 }, async (sentence, breach) => {
    await world.begin();
    const run: ModelRun = { world, invariants: new ConnectionInvariants(world), slots: [] };
    const slot = await addSlot(run, "hana");
    run.slots.push(slot);
    await connectFirst(run);
    await breach(world.database.storage, slot.connectionId);
    await expect(run.invariants.check(run.slots)).rejects.toThrow(sentence);
    await world.end();
  });
});

describe("the connection machine", () => {
  it("keeps its rules whatever happens to it", { timeout: DAY_MS }, async () => {
    const numRuns = asked.runs ?? RUNS[world.database.provider];
    // With the tests the same runs each time; by hand other ones each time.
    const seed = asked.seed ?? (asked.runs === null ? SEED : null);
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.constantFrom("hana" as const, "otto" as const), fc.constantFrom(...SIGNERS)),
        fc.commands(modelCommands, { maxCommands: COMMANDS, size: "max" }),
        async (signers, commands) => {
          await world.begin();
          const run: ModelRun = { world, invariants: new ConnectionInvariants(world), slots: [] };
          for (const who of signers) run.slots.push(await addSlot(run, who));
          try {
            await connectFirst(run);
            await fc.asyncModelRun(() => ({ model: { calm: true }, real: run }), commands);
            await settleDown(run);
          } finally {
            await world.end();
          }
        },
      ),
      {
        numRuns,
        interruptAfterTimeLimit: asked.runs === null ? LONGEST_MS : DAY_MS,
        ...(seed === null ? {} : { seed }),
        ...(asked.path === null ? {} : { path: asked.path, endOnFailure: true }),
      },
    );
  });
});
