import type { SeededRandom } from "@/sandbox/seeded-random";
import type { ConnectionStatus } from "@/shared/schemas/connection";
import type { CallKind } from "./broker-tap";
import type { DrillPerson } from "./drill-install";
import type { Act } from "./worker-messages";

/** What was being done when the blow fell. */
export type Phase = "connect" | "refresh" | "disconnect" | "read" | "start" | "idle";

/** When the blow falls: at any time, or when the network is at a certain point of a request to the broker. */
export type Moment = "timer" | "request_lost" | "answer_lost" | "answer_given";

/** Where and when to kill. */
export interface Blow {
  readonly moment: Moment;
  /** Only requests of this person; null is anybody's. */
  readonly person: string | null;
  /** Only requests of this kind; null is any. */
  readonly kind: CallKind | null;
  /** So many matching requests go by first. */
  readonly skip: number;
  /** From the start (`timer`), or from the moment that the answer was given. */
  readonly afterMs: number;
}

export interface PlannedAct {
  readonly act: Act;
  /** 0 is the worker in service, 1 the second one. */
  readonly by: 0 | 1;
}

export interface Round {
  /** `one` server; `both` of two servers die; of two servers one dies and the `other_lives`. */
  readonly servers: "one" | "both" | "other_lives";
  readonly acts: readonly PlannedAct[];
  /** People who approve the prompt on their phone in this round. */
  readonly approvals: readonly string[];
  readonly blow: Blow;
  /** The second server dies so much later. */
  readonly secondAfterMs: number;
  /** The restart is killed too. */
  readonly startBlow: Blow | null;
  /** Network delays of each person's requests before and after the broker, at most, milliseconds. */
  readonly delayMs: number;
}

const MOMENTS = ["timer", "request_lost", "answer_lost", "answer_given"] as const;
const KIND_OF_ACT = {
  connect: null,
  refresh: "refresh",
  disconnect: "revoke",
  check: "other",
  read: "other",
} as const;
const COMMIT_SPAN_MS = 40;
/** Requests of a login and of a disconnect after their first. */
const LATER_CALLS: Partial<Record<Act["kind"], number>> = { connect: 4, disconnect: 2 };

type Draw = <Value>(values: readonly Value[], ...name: (string | number)[]) => Value | undefined;

/** What happens in a round; the same seed, round and states give the same plan. */
export function planRound(
  random: SeededRandom,
  round: number,
  people: readonly DrillPerson[],
  statusOf: (person: DrillPerson) => ConnectionStatus,
  shareOfLivingNeighbours: number,
): Round {
  const chance = (...name: (string | number)[]) => random.fraction(round, ...name);
  const draw: Draw = (values, ...name) => values[random.integer(0, values.length - 1, round, ...name)];
  const two = chance("two");
  const servers = two < shareOfLivingNeighbours ? "other_lives" : two < 0.25 ? "both" : "one";
  const acts = people.flatMap((person) =>
    actsOf(
      person,
      statusOf(person),
      chance("act", person.key),
      servers === "one" ? 0 : chance("by", person.key),
    ),
  );
  const aim = draw(acts, "aim")?.act;
  const moment = draw(MOMENTS, "moment") ?? "timer";
  return {
    servers,
    acts,
    approvals: people
      .filter((person) => statusOf(person) === "challenge" && chance("approve", person.key) < 0.6)
      .map(({ key }) => key),
    blow: {
      moment,
      person: people.find(({ connectionId }) => connectionId === aim?.connectionId)?.key ?? null,
      kind: aim === undefined ? null : KIND_OF_ACT[aim.kind],
      skip: aim === undefined ? 0 : random.integer(0, LATER_CALLS[aim.kind] ?? 0, round, "skip"),
      afterMs: random.integer(0, moment === "timer" ? 500 : COMMIT_SPAN_MS, round, "after"),
    },
    secondAfterMs: random.integer(0, 400, round, "second"),
    startBlow: chance("start") < 0.3 ? startBlow(random, round) : null,
    delayMs: random.integer(0, 120, round, "delay"),
  };
}

function startBlow(random: SeededRandom, round: number): Blow {
  const moment = MOMENTS[random.integer(0, MOMENTS.length - 1, round, "start-moment")] ?? "timer";
  return {
    moment,
    person: null,
    kind: random.fraction(round, "start-kind") < 0.5 ? "refresh" : null,
    skip: random.integer(0, 3, round, "start-skip"),
    afterMs: random.integer(0, moment === "timer" ? 700 : COMMIT_SPAN_MS, round, "start-after"),
  };
}

/** What a person does now. A renewal is often asked for twice at once, as by two open pages. */
function actsOf(person: DrillPerson, status: ConnectionStatus, drawn: number, who: number): PlannedAct[] {
  const { connectionId, username, password } = person;
  const by = who < 0.5 ? 0 : 1;
  if (status === "connected") {
    if (drawn < 0.25) return [{ act: { kind: "refresh", connectionId }, by }];
    if (drawn < 0.45) {
      const act: Act = { kind: "refresh", connectionId };
      return [
        { act, by: 0 },
        { act, by: who === 0 ? 0 : 1 },
      ];
    }
    if (drawn < 0.6) return [{ act: { kind: "read", connectionId }, by }];
    if (drawn < 0.7) return [{ act: { kind: "check", connectionId }, by }];
    return drawn < 0.85 ? [{ act: { kind: "disconnect", connectionId }, by }] : [];
  }
  if (status === "challenge" || drawn < 0.2) return [];
  return [{ act: { kind: "connect", connectionId, username, password }, by }];
}

/** What was going on, by the act that matters most. */
export function phaseOf(acting: ReadonlyMap<Act, unknown>): Phase {
  const kinds = [...acting.keys()].map(({ kind }) => (kind === "check" ? "read" : kind));
  return (
    (["refresh", "connect", "disconnect", "read"] as const).find((kind) => kinds.includes(kind)) ?? "idle"
  );
}
