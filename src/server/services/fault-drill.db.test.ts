import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { checkConnection } from "@/server/services/connections/check-connection";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import { DRILL_FAULTS, type DrillFault, EVERYWHERE, type Row, SILENT } from "@/test/drill/drill-row";
import { DrillStage } from "@/test/drill/drill-stage";
import { LOGIN_FAULTS } from "@/test/drill/login-faults";
import { LOGIN_STEPS, type StepPlan } from "@/test/drill/login-steps";
import { SESSION_FAULTS } from "@/test/drill/session-faults";
import { SESSION_STEPS } from "@/test/drill/session-steps";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/*
 * A fault drill: every fault of the sandbox at every step of every verb that calls the broker. What must come of each
 * is written by hand in `src/test/drill/{login,session}-faults.ts`; this file only executes the cells. A fault strikes
 * every fitting request of the step, so that tries within it meet the same again. On PostgreSQL the first fault of
 * each row stands for the row: what the broker does has nothing to do with the database.
 */
const everyFault = inject("testDatabase").provider === "sqlite";
const TICK_MS = 10;
const STEP_SECONDS = 0.5;
/** Three times this is the longest that a request may take. */
const SHORT_TIMEOUT_MS = 150;

const stops: (() => Promise<void>)[] = [];

/** An install whose pauses pass while somebody sleeps. Its cells share a broker: none of them may pause the next. */
async function openInstall(options: Parameters<typeof createTestInstall>[0]): Promise<TestInstall> {
  const breaker = { failures: 10_000, openSeconds: 30 };
  const install = await createTestInstall({ ...options, settings: { breaker, ...options?.settings } });
  const passing = setInterval(() => {
    if (install.clock.sleepers > 0) install.advance(STEP_SECONDS);
  }, TICK_MS);
  stops.unshift(async () => {
    clearInterval(passing);
    await install.close();
  });
  return install;
}

let install: TestInstall;
/** Waits for the broker so shortly that silence costs the run little. */
let hasty: TestInstall;

beforeAll(async () => {
  install = await openInstall({});
  const { services, databaseUrl, sandbox } = install;
  const { storage } = services;
  const shared = { storage, databaseUrl, provider: storage.provider, close: async () => undefined };
  hasty = await openInstall({ storage: shared, sandbox, timeoutMs: SHORT_TIMEOUT_MS, process: "test-2" });
});
afterAll(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function codeSaid(act: () => Promise<unknown>): Promise<ErrorCode | "nothing"> {
  try {
    await act();
    return "nothing";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

async function runCell(plan: StepPlan, fault: DrillFault, row: Row): Promise<void> {
  const stage = await DrillStage.set(install, plan.who);
  try {
    await plan.before(stage);
    const before = await stage.events();
    const ofChallenge = !EVERYWHERE.includes(fault);
    stage.sandbox.control.addFault({
      ...DRILL_FAULTS[fault],
      ...(ofChallenge ? {} : plan.strikes),
      person: plan.who,
    });
    const acting = SILENT.includes(fault) ? stage.in(hasty) : stage;
    const said = await codeSaid(() => plan.act(acting));
    const events = (await stage.events()).slice(before.length).map((event) => event.eventType);
    expect({ shown: await stage.shown(), events, said }).toEqual({
      shown: row.shown,
      events: row.events,
      said: row.says ?? "nothing",
    });
  } finally {
    await stage.clear();
  }
}

const plans: Record<string, StepPlan> = { ...LOGIN_STEPS, ...SESSION_STEPS };

describe.each(Object.entries({ ...LOGIN_FAULTS, ...SESSION_FAULTS }))("%s", (step, rows) => {
  const cells = rows.flatMap((row) => row.faults.map((fault) => ({ fault, row })));

  it("has a cell for every fault that a request can meet", () => {
    const faults = cells.map(({ fault }) => fault);
    expect(new Set(faults).size).toBe(faults.length);
    expect(faults).toEqual(expect.arrayContaining([...EVERYWHERE]));
  });

  const executed = everyFault
    ? cells
    : rows.flatMap((row) => cells.filter((cell) => cell.row === row).slice(0, 1));

  it.each(executed)("$fault: $row.shown", async ({ fault, row }) => {
    const plan = plans[step];
    if (plan === undefined) throw new Error(`No plan for ${step}`);
    await runCell(plan, fault, row);
    const lines = [install, hasty].flatMap(({ logLines }) => logLines.splice(0));
    const errors = lines.filter((line) => line.includes('"level":"ERROR"'));
    expect(errors).toEqual([]);
  });
});

/** Settings with tries: reads are repeated, what changes something never is. */
const TRIED: readonly {
  readonly name: string;
  readonly act: "check" | "refresh" | "sign in";
  readonly fault: DrillFault;
  readonly times: number;
  readonly said: ErrorCode | "nothing";
  readonly sent: number;
}[] = [
  { name: "a read that fails thrice", act: "check", fault: "503", times: 3, said: "nothing", sent: 4 },
  { name: "a read that times out", act: "check", fault: "hang", times: 1, said: "nothing", sent: 2 },
  { name: "a read that breaks off", act: "check", fault: "reset-during", times: 2, said: "nothing", sent: 3 },
  {
    name: "a read that always fails",
    act: "check",
    fault: "502",
    times: 99,
    said: "CONN_BROKER_UNAVAILABLE",
    sent: 4,
  },
  {
    name: "a broker that asks for long",
    act: "check",
    fault: "429 for 20 s",
    times: 9,
    said: "API_RATE_LIMITED",
    sent: 1,
  },
  {
    name: "a reply that is odd",
    act: "check",
    fault: "html",
    times: 9,
    said: "CONN_UNEXPECTED_REPLY",
    sent: 1,
  },
  {
    name: "a read that is refused",
    act: "check",
    fault: "403",
    times: 9,
    said: "API_PERMISSION_DENIED",
    sent: 1,
  },
  { name: "a refresh", act: "refresh", fault: "503", times: 9, said: "CONN_BROKER_UNAVAILABLE", sent: 1 },
  { name: "a refresh", act: "refresh", fault: "reset-before", times: 9, said: "CONN_NETWORK_ERROR", sent: 1 },
  { name: "a password", act: "sign in", fault: "503", times: 9, said: "nothing", sent: 1 },
  { name: "a password", act: "sign in", fault: "429", times: 9, said: "nothing", sent: 1 },
];

describe("with three tries", () => {
  let trying: TestInstall;

  beforeAll(async () => {
    const settings = { retry: { count: 3, delayMs: 1000, backoff: "linear" as const } };
    trying = await openInstall({ settings, timeoutMs: 1000 });
  });

  it.each(TRIED)("$name ($fault) is sent $sent times: $said", async ({ act, fault, times, said, sent }) => {
    const stage = await DrillStage.set(trying, "hana");
    if (act !== "sign in") await stage.signIn();
    stage.sandbox.control.clearRequests();
    const path = act === "check" ? "/positions/*" : "/oauth2/token/";
    stage.sandbox.control.addFault({ ...DRILL_FAULTS[fault], path, count: times });
    const acts = {
      check: () => checkConnection(stage.owner, stage.about),
      refresh: () => refreshConnection(stage.owner, stage.about),
      "sign in": () => stage.signIn(),
    };
    expect(await codeSaid(acts[act])).toBe(said);
    const route = act === "check" ? "/positions/" : "/oauth2/token/";
    expect(stage.sandbox.control.requests({ route })).toHaveLength(sent);
    await stage.clear();
  });
});

describe("after a failed request for a text", () => {
  it("the prompt is still asked about, and its approval taken", async () => {
    const stage = await DrillStage.set(install, "ada");
    await stage.signIn();
    stage.sandbox.control.addFault({ kind: "status", status: 503, path: "/idl/*", count: 1 });
    await stage.askForText();
    stage.approve();
    await stage.drive();
    await stage.drive();
    expect(await stage.shown()).toBe("connected ok none -");
    await stage.clear();
  });
});
