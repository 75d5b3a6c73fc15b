import fc from "fast-check";
import { addConnection } from "@/server/services/connections/add-connection";
import type { ErrorCode } from "@/shared/error-codes";
import { expectCalm, statusOf } from "@/test/model/calm-expectations";
import {
  anyDeed,
  anyFault,
  anyKnob,
  anyVerb,
  type DeedName,
  runDeed,
  runVerb,
  SENSIBLE,
  type VerbName,
} from "@/test/model/connection-acts";
import type { ConnectionInvariants } from "@/test/model/connection-invariants";
import type { Ending, ModelProcess, ModelWorld, Signer, Slot } from "@/test/model/model-world";

/** What a verb may refuse with, whatever happens. Never a fault of our own: no STORAGE_*, no API_UNEXPECTED. */
const REFUSALS: readonly ErrorCode[] = [
  "AUTH_SESSION_EXPIRED",
  "AUTH_REFRESH_ANSWER_LOST",
  "AUTH_LOGIN_LOCKED",
  "AUTH_LOGIN_REFUSED",
  "AUTH_RATE_LIMITED",
  "CONN_NETWORK_ERROR",
  "CONN_TIMEOUT",
  "CONN_BROKER_UNAVAILABLE",
  "CONN_UNEXPECTED_REPLY",
  "CONN_BROKER_PAUSED",
  "API_INVALID_REQUEST",
  "API_PERMISSION_DENIED",
  "API_RESOURCE_NOT_FOUND",
  "API_RATE_LIMITED",
  "API_BUDGET_SPENT",
  "API_CONFLICT",
  "API_SESSION_LIMIT",
  "VALIDATION_INVALID_INPUT",
];

/** What the run believes of the broker: whether all of its habits and answers are the usual ones. */
export interface Belief {
  calm: boolean;
}

export interface ModelRun {
  readonly world: ModelWorld;
  readonly invariants: ConnectionInvariants;
  readonly slots: Slot[];
}

type ModelCommand = fc.AsyncCommand<Belief, ModelRun>;

/** A new connection for a person of the sandbox. */
export async function addSlot({ world }: Pick<ModelRun, "world">, who: Signer): Promise<Slot> {
  const { owner } = world.process(0);
  const added = await addConnection(owner, { broker: "robinhood", label: who, access: "read_only" });
  return { who, connectionId: added.id };
}

/** The connection at a place; one that was removed is made anew. */
async function slotAt(run: ModelRun, index: number): Promise<Slot> {
  const at = index % run.slots.length;
  const slot = run.slots[at];
  if (slot === undefined) throw new Error("A run has connections");
  if ((await run.world.database.storage.connections.byId(slot.connectionId)) !== null) return slot;
  const anew = await addSlot(run, slot.who);
  run.slots[at] = anew;
  return anew;
}

/** What a command did, for the print of a failure; known once it ran. */
type Tell = (label: string) => void;

function command(
  label: string,
  run: (belief: Belief, real: ModelRun, tell: Tell) => Promise<void>,
  options: { readonly outside?: boolean } = {},
): ModelCommand {
  let told = label;
  return {
    check: () => true,
    run: async (belief, real) => {
      await run(belief, real, (text) => {
        told = text;
      });
      await real.world.replaceDead();
      // What only the outside does changes no row of ours; it shows in what comes next.
      if (options.outside !== true) await real.invariants.check(real.slots);
      real.world.advance(SECONDS_BETWEEN);
    },
    toString: () => told,
  };
}

/** Between two commands, so that the budget of requests is not what every run is about. */
const SECONDS_BETWEEN = 6;

function judge(label: string, ending: Ending): void {
  if (ending.kind === "refused" && !REFUSALS.includes(ending.error.code)) {
    throw new Error(`${label} failed with ${ending.error.code}`, { cause: ending.error });
  }
}

async function perform(real: ModelRun, verb: VerbName, process: ModelProcess, slot: Slot): Promise<Ending> {
  const ending = await real.world.act(process, (ctx) => runVerb(verb, ctx, slot, real.world));
  judge(`${verb} (${slot.who})`, ending);
  return ending;
}

const place = fc.nat({ max: 1 });
const process = fc.nat({ max: 1 });

/** One verb to come: mostly one that makes sense as the connection is then, sometimes any. */
interface Choice {
  readonly at: number;
  readonly by: number;
  readonly any: VerbName | null;
  readonly pick: number;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  at: place,
  by: process,
  any: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyVerb }),
  pick: fc.nat({ max: 99 }),
});

async function resolve({ at, any, pick }: Choice, real: ModelRun): Promise<{ verb: VerbName; slot: Slot }> {
  const slot = await slotAt(real, at);
  const status = await statusOf(real.world, slot);
  const sensible = SENSIBLE[status ?? "disconnected"];
  return { slot, verb: any ?? sensible[pick % sensible.length] ?? "check" };
}

function nameOf({ at, by }: Choice, verb: VerbName): string {
  return `${verb} #${at} in ${by}`;
}

const verbCommand = choice.map((one) =>
  command("a verb", async (belief, real, tell) => {
    const { verb, slot } = await resolve(one, real);
    tell(nameOf(one, verb));
    const before = await statusOf(real.world, slot);
    const ending = await perform(real, verb, real.world.process(one.by), slot);
    belief.calm &&= verb !== "connect with a wrong password";
    belief.calm &&= await expectCalm(real.world, verb, slot, before, ending);
  }),
);

const pairCommand = fc.tuple(choice, choice).map((both) =>
  command("two verbs at once", async (belief, real, tell) => {
    const acts = [await resolve(both[0], real), await resolve(both[1], real)] as const;
    tell(`${nameOf(both[0], acts[0].verb)} and ${nameOf(both[1], acts[1].verb)} at once`);
    belief.calm &&= acts.every(({ verb }) => verb !== "connect with a wrong password");
    await Promise.all(
      acts.map(({ verb, slot }, index) => {
        const by = both[index]?.by ?? index;
        return perform(real, verb, real.world.process(by), slot);
      }),
    );
  }),
);

const killCommand = fc.tuple(choice, fc.nat({ max: 25 }), fc.boolean()).map(([one, calls, takesUp]) =>
  command("a killed verb", async (belief, real, tell) => {
    belief.calm = false;
    const { verb, slot } = await resolve(one, real);
    tell(`${nameOf(one, verb)}, killed at call ${calls}`);
    const victim = real.world.process(one.by);
    victim.life.dieAfter(calls);
    await perform(real, verb, victim, slot);
    victim.life.kill();
    await real.world.replaceDead();
    if (takesUp) await perform(real, "take up sessions", real.world.process(one.by), slot);
  }),
);

const OUTSIDE = { outside: true } as const;

const deedCommand = fc.tuple(anyDeed, place).map(([deed, at]: [DeedName, number]) =>
  command(
    `#${at} ${deed}`,
    async (belief, real) => {
      belief.calm &&= deed === "approves the prompt";
      await runDeed(deed, real.world, await slotAt(real, at));
    },
    OUTSIDE,
  ),
);

const faultCommand = anyFault.map((fault) =>
  command(
    `fault ${JSON.stringify(fault)}`,
    async (belief, real) => {
      belief.calm = false;
      real.world.sandbox.control.addFault(fault);
    },
    OUTSIDE,
  ),
);

const knobCommand = anyKnob.map((knob) =>
  command(
    `knob ${JSON.stringify(knob)}`,
    async (belief, real) => {
      belief.calm = false;
      real.world.sandbox.control.setKnobs(knob);
    },
    OUTSIDE,
  ),
);

const mendCommand = fc.constant(null).map(() =>
  command(
    "the broker recovers",
    async (_, real) => {
      real.world.sandbox.control.clearFaults();
      real.world.sandbox.control.resetKnobs();
    },
    OUTSIDE,
  ),
);

const jumpCommand = fc.constantFrom(40, 300, 3600, 12 * 3600, 23 * 3600, 86_400, 6 * 86_400).map((seconds) =>
  command(`${seconds} s pass`, async (belief, { world }) => {
    belief.calm &&= seconds < LONG_SECONDS;
    world.advance(seconds);
  }),
);

const backCommand = fc.integer({ min: 1, max: 120 }).map((seconds) =>
  command(
    `our clocks go back ${seconds} s`,
    async (belief, { world }) => {
      belief.calm = false;
      world.goBack(seconds);
    },
    OUTSIDE,
  ),
);

/** After some such times the broker's refresh tokens are over. */
const LONG_SECONDS = 5 * 86_400;

const DAY_SECONDS = 86_400;

/** Long enough to be given up: failures are counted by day. */
const outageCommand = fc.tuple(fc.integer({ min: 1, max: 5 }), process).map(([days, by]) =>
  command(`the broker is down for ${days} days, the keeper in ${by} goes on`, async (belief, real) => {
    belief.calm = false;
    const { id } = real.world.sandbox.control.addFault({ kind: "status", status: 503 });
    for (let day = 1; day <= days; day += 1) {
      real.world.advance(DAY_SECONDS);
      const [slot] = real.slots;
      if (slot !== undefined) await perform(real, "a round of the keeper", real.world.process(by), slot);
    }
    real.world.sandbox.control.removeFault(id);
  }),
);

/** Commands of a run, with what they are worth in frequency told by repetition. */
export const modelCommands: fc.Arbitrary<ModelCommand>[] = [
  verbCommand,
  verbCommand,
  verbCommand,
  verbCommand,
  pairCommand,
  pairCommand,
  killCommand,
  deedCommand,
  faultCommand,
  faultCommand,
  knobCommand,
  mendCommand,
  jumpCommand,
  backCommand,
  outageCommand,
];
