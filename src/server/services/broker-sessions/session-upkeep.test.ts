import { describe, expect, it } from "vitest";
import {
  awaitsRenewal,
  deadlineOf,
  isRefreshable,
  keepAtAfterPause,
  keepAtOf,
  refreshDueAt,
  type UpkeepFacts,
  type UpkeepPolicy,
  upkeepPlan,
} from "@/server/services/broker-sessions/session-upkeep";

const START = new Date("2026-03-02T14:30:00.000Z");
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

const POLICY: UpkeepPolicy = {
  upkeep: { refreshAheadSeconds: 3600, keepAliveSeconds: null },
  refreshThresholdSeconds: 300,
  deadlineLeadSeconds: [86_400, 3600],
};

function facts(lifeSeconds: number, given: Partial<UpkeepFacts> = {}): UpkeepFacts {
  return {
    issuedAt: START,
    expiresAt: later(lifeSeconds),
    hardExpiresAt: null,
    lastActivityAt: START,
    refreshable: true,
    deadlineNoticed: null,
    ...given,
  };
}

const withUpkeep = (upkeep: Partial<UpkeepPolicy["upkeep"]>): UpkeepPolicy => ({
  ...POLICY,
  upkeep: { ...POLICY.upkeep, ...upkeep },
});

describe("a session that was just made", () => {
  const policies = [null, 3600].flatMap((refreshAheadSeconds) =>
    [null, 60].map((keepAliveSeconds) => withUpkeep({ refreshAheadSeconds, keepAliveSeconds })),
  );

  it.each(policies)("is looked at by the keeper, whatever the broker is like: %o", (policy) => {
    for (const refreshToken of [null, "refresh-token"]) {
      const refreshable = isRefreshable(refreshToken, policy);
      expect(keepAtOf(facts(86_400, { refreshable }), policy)).not.toBeNull();
    }
  });
});

describe("when a session is renewed", () => {
  it("is awaited from its time on, and while an answer may be lost", () => {
    const session = { ...facts(86_400), exchangePendingAt: null };
    expect(awaitsRenewal(session, POLICY, later(82_799))).toBe(false);
    expect(awaitsRenewal(session, POLICY, later(82_800))).toBe(true);
    expect(awaitsRenewal({ ...session, exchangePendingAt: START }, POLICY, START)).toBe(true);
    expect(awaitsRenewal(session, withUpkeep({ refreshAheadSeconds: null }), later(86_400))).toBe(false);
  });

  it("is the broker's margin ahead of the end, or the threshold where that is longer", () => {
    expect(refreshDueAt(facts(86_400), POLICY)).toEqual(later(82_800));
    expect(refreshDueAt(facts(86_400), { ...POLICY, refreshThresholdSeconds: 7200 })).toEqual(later(79_200));
  });

  it("is never before half of the tokens' life, however short it is", () => {
    for (let life = 0; life <= 20_000; life += 97) {
      for (const ahead of [60, 300, 3600, 100_000]) {
        const due = refreshDueAt(facts(life), withUpkeep({ refreshAheadSeconds: ahead }));
        expect(due?.getTime()).toBeGreaterThanOrEqual(START.getTime() + (life * 1000) / 2);
        expect(due?.getTime()).toBeLessThanOrEqual(later(life).getTime());
      }
    }
  });

  it("does not loop with tokens of five minutes: each one serves half its life", () => {
    let now = START;
    let renewals = 0;
    while (now < later(3600)) {
      const due = refreshDueAt(
        facts(300, { issuedAt: now, expiresAt: new Date(now.getTime() + 300_000) }),
        POLICY,
      );
      expect(due?.getTime()).toBe(now.getTime() + 150_000);
      now = due ?? later(3600);
      renewals += 1;
    }
    expect(renewals).toBe(24);
  });

  it("is at their end, not in the past, for tokens that ended before they came", () => {
    expect(refreshDueAt(facts(-60), POLICY)).toEqual(later(-60));
  });

  it("is never where the session or the broker knows no renewal", () => {
    expect(refreshDueAt(facts(300, { refreshable: false }), POLICY)).toBeNull();
    expect(refreshDueAt(facts(300), withUpkeep({ refreshAheadSeconds: null }))).toBeNull();
  });
});

describe("the deadline of a session", () => {
  it("is the hard end of one that is renewed, if there is one", () => {
    expect(deadlineOf(facts(300))).toBeNull();
    expect(deadlineOf(facts(300, { hardExpiresAt: later(9000) }))).toEqual(later(9000));
  });

  it("is the earlier of both ends where it is not renewed", () => {
    expect(deadlineOf(facts(300, { refreshable: false }))).toEqual(later(300));
    expect(deadlineOf(facts(300, { refreshable: false, hardExpiresAt: later(200) }))).toEqual(later(200));
  });
});

describe("when the keeper looks next", () => {
  it("is the earliest of all that is to be done", () => {
    const cases = [
      facts(86_400),
      facts(300, { refreshable: false }),
      facts(200_000, { refreshable: false }),
      facts(200_000, { hardExpiresAt: later(90_000), deadlineNoticed: 86_400 }),
      facts(200_000, { hardExpiresAt: later(90_000), deadlineNoticed: 3600 }),
    ];
    for (const policy of [POLICY, withUpkeep({ keepAliveSeconds: 60 })]) {
      for (const session of cases) {
        const times = upkeepPlan(session, policy).map(({ at }) => at.getTime());
        expect(keepAtOf(session, policy)?.getTime()).toBe(Math.min(...times));
      }
    }
  });

  it("is the keep-alive's interval after the last activity", () => {
    const policy = withUpkeep({ keepAliveSeconds: 60 });
    expect(keepAtOf(facts(86_400, { lastActivityAt: later(500) }), policy)).toEqual(later(560));
  });

  it("is never where nothing will be due", () => {
    expect(keepAtOf(facts(300), withUpkeep({ refreshAheadSeconds: null }))).toBeNull();
  });

  it("brings each deadline notice once, the longest lead first", () => {
    const tasks = (deadlineNoticed: number | null) =>
      upkeepPlan(facts(200_000, { refreshable: false, deadlineNoticed }), POLICY);
    expect(tasks(null)[0]).toEqual({ task: "deadline_notice", at: later(200_000 - 86_400) });
    expect(tasks(86_400)[0]).toEqual({ task: "deadline_notice", at: later(200_000 - 3600) });
    expect(tasks(3600)).toEqual([{ task: "expire", at: later(200_000) }]);
  });
});

describe("when the keeper looks next after a failure", () => {
  it("is the end of the pause, though the renewal is overdue", () => {
    expect(keepAtAfterPause(facts(300), withUpkeep({ keepAliveSeconds: 60 }), later(400))).toEqual(
      later(400),
    );
  });

  it("is a deadline that comes before", () => {
    const session = facts(300, { hardExpiresAt: later(90_000) });
    expect(keepAtAfterPause(session, POLICY, later(400))).toEqual(later(400));
    expect(keepAtAfterPause(session, POLICY, later(80_000))).toEqual(later(3600));
  });
});
