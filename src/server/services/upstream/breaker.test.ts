import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  admitCall,
  type BreakerState,
  type CallVerdict,
  CLOSED_BREAKER,
  settleCall,
} from "@/server/services/upstream/breaker";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const policy = { failures: 3, openSeconds: 30, probeSeconds: 120 };
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

/** After so many failures of calls that found it closed. */
function failed(times: number, from: BreakerState = CLOSED_BREAKER): BreakerState {
  return Array.from({ length: times }).reduce<BreakerState>(
    (state) => settleCall(state, "trouble", null, T0, policy).state,
    from,
  );
}

function probing(state: BreakerState, now: Date, token = "probe-1"): BreakerState {
  const admission = admitCall(state, now, token, policy);
  if (admission.kind !== "probe") throw new Error(`It is ${admission.kind}`);
  return admission.state;
}

describe("a closed breaker", () => {
  it("opens with the last of the failures in a row, and a good call begins the count anew", () => {
    expect(admitCall(failed(2), T0, "t", policy)).toEqual({ kind: "pass" });
    const counted = settleCall(failed(2), "answered", null, T0, policy);
    expect(counted).toEqual({ state: CLOSED_BREAKER, move: null });
    expect(failed(2, counted.state).openUntil).toBeNull();
    expect(settleCall(failed(2), "trouble", null, T0, policy)).toEqual({
      state: { failures: 3, trips: 1, openUntil: at(30), probeToken: null, probeUntil: null },
      move: "opened",
    });
  });

  it("learns nothing from a call that was never sent", () => {
    expect(settleCall(failed(2), "unsent", null, T0, policy)).toEqual({ state: failed(2), move: null });
  });
});

describe("an open breaker", () => {
  it("refuses, and tells for how long", () => {
    const state = failed(3);
    expect(admitCall(state, T0, "t", policy)).toEqual({ kind: "refuse", state, retryAfterSeconds: 30 });
    expect(admitCall(state, at(29.5), "t", policy)).toMatchObject({ kind: "refuse", retryAfterSeconds: 1 });
  });

  it.each(["answered", "trouble", "unsent"] as const)("ignores that an earlier call was %s", (verdict) => {
    expect(settleCall(failed(3), verdict, null, at(1), policy)).toEqual({ state: failed(3), move: null });
  });

  it("lets one probe out when its time is over, and refuses the others for a few seconds", () => {
    const state = probing(failed(3), at(30));
    expect(state).toMatchObject({ probeToken: "probe-1", probeUntil: at(150) });
    expect(admitCall(state, at(30), "t", policy)).toEqual({ kind: "refuse", state, retryAfterSeconds: 5 });
    expect(admitCall(state, at(147), "t", policy)).toMatchObject({ kind: "refuse", retryAfterSeconds: 3 });
  });

  it("closes with a probe that was answered", () => {
    expect(settleCall(probing(failed(3), at(30)), "answered", "probe-1", at(31), policy)).toEqual({
      state: CLOSED_BREAKER,
      move: "closed",
    });
  });

  it("opens again for twice as long each time, 10 minutes at most", () => {
    let state = failed(3);
    const lengths: number[] = [];
    for (let trip = 1; trip <= 7; trip += 1) {
      const opened = state.openUntil ?? T0;
      const settled = settleCall(probing(state, opened), "trouble", "probe-1", opened, policy);
      expect(settled.move).toBe("opened");
      state = settled.state;
      lengths.push(((state.openUntil ?? T0).getTime() - opened.getTime()) / 1000);
    }
    expect(lengths).toEqual([60, 120, 240, 480, 600, 600, 600]);
  });

  it("lets the next one probe when the probe was never sent", () => {
    const { state, move } = settleCall(probing(failed(3), at(30)), "unsent", "probe-1", at(31), policy);
    expect(move).toBeNull();
    expect(probing(state, at(31), "probe-2").probeToken).toBe("probe-2");
  });

  it("replaces a probe that never came back, and ignores it when it does after all", () => {
    const state = probing(probing(failed(3), at(30)), at(150), "probe-2");
    expect(state).toMatchObject({ probeToken: "probe-2", probeUntil: at(270) });
    expect(settleCall(state, "answered", "probe-1", at(151), policy)).toEqual({ state, move: null });
  });

  it("never waits for longer than it may when the clock went back by a day", () => {
    const dayBefore = at(-86_400);
    const refused = admitCall(failed(3), dayBefore, "t", policy);
    expect(refused).toMatchObject({
      kind: "refuse",
      retryAfterSeconds: 30,
      state: { openUntil: at(-86_370) },
    });
    const outThere = { ...probing(failed(3), at(30)), openUntil: at(-86_400) };
    expect(admitCall(outThere, dayBefore, "t", policy)).toMatchObject({
      kind: "refuse",
      state: { probeToken: "probe-1", probeUntil: at(-86_280) },
    });
  });
});

const step = fc.oneof(
  fc.record({ act: fc.constant("call" as const) }),
  fc.record({
    act: fc.constant("settle" as const),
    which: fc.nat(20),
    verdict: fc.constantFrom<CallVerdict>("answered", "trouble", "trouble", "unsent"),
  }),
  fc.record({ act: fc.constant("die" as const), which: fc.nat(20) }),
  fc.record({ act: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 90 }) }),
);

it("never has two probes out at once, whatever happens, and always lets one out in the end", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let state = CLOSED_BREAKER;
      let seconds = 0;
      let calls: { token: string | null; sinceSeconds: number }[] = [];
      const settle = (token: string | null, verdict: CallVerdict) => {
        state = settleCall(state, verdict, token, at(seconds), policy).state;
      };
      for (const [index, next] of steps.entries()) {
        if (next.act === "wait") {
          seconds += next.seconds;
          // No call lasts for longer than a probe may.
          for (const call of calls.filter(
            ({ sinceSeconds }) => seconds - sinceSeconds >= policy.probeSeconds,
          )) {
            settle(call.token, "trouble");
          }
          calls = calls.filter(({ sinceSeconds }) => seconds - sinceSeconds < policy.probeSeconds);
        } else if (next.act === "call") {
          const admission = admitCall(state, at(seconds), `probe-${index}`, policy);
          if (admission.kind === "probe") state = admission.state;
          if (admission.kind !== "refuse") {
            calls.push({
              token: admission.kind === "probe" ? `probe-${index}` : null,
              sinceSeconds: seconds,
            });
          }
          expect(calls.filter(({ token }) => token !== null).length).toBeLessThanOrEqual(1);
        } else {
          const [call] = calls.splice(next.which % Math.max(1, calls.length), 1);
          if (call !== undefined && next.act === "settle") settle(call.token, next.verdict);
        }
      }
      expect(admitCall(state, at(seconds + 720), "last", policy).kind).not.toBe("refuse");
    }),
  );
});
