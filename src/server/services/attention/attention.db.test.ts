import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NoticeMessage, NoticeSender } from "@/server/notices/notice-sender.port";
import { attentionRounds, tellOfAttention } from "@/server/services/attention/tell-of-attention";
import { deliverNotices } from "@/server/services/notices/deliver-notices";
import { systemContext } from "@/server/services/system-context";
import type { UserRecord } from "@/server/storage/records";
import { DEFAULT_ATTENTION_SETTINGS } from "@/shared/schemas/attention";
import { Secret } from "@/shared/secret";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let owner: UserRecord;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;
let sent: NoticeMessage[];

const sender: NoticeSender = {
  kinds: ["webhook"],
  send: async (_target, _secret, message) => {
    sent.push(message);
    return { kind: "delivered" };
  },
  newSigningSecret: () => new Secret("whsec"),
  close: async () => {},
};

beforeAll(async () => {
  install = await createTestInstall({ sender });
});
afterAll(() => install.close());
beforeEach(async () => {
  for (const person of await install.services.storage.users.list()) {
    await install.services.storage.users.update(person.id, { disabledAt: install.clock.now() });
  }
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  sent = [];
  ({ owner } = await connectKept(install, "rosa"));
  caller = await install.callerOf(owner);
});

const tell = () => {
  // The requests of a minute are a few looks' worth, and this clock stands still.
  install.advance(60);
  return tellOfAttention(systemContext(install.services));
};
const notices = async (of = owner) =>
  (await install.services.storage.notices.listOf(of.id, 100, null)).filter(
    ({ kind }) => kind === "attention",
  );
const noticeFrom = (from: "critical" | "warning" | "info" | "never") =>
  caller.wheel.changeAttentionSettings({ ...DEFAULT_ATTENTION_SETTINGS, noticeFrom: from });

describe("the attention list", () => {
  it("finds what is the matter, the most severe first", async () => {
    const { items, sources, revalidating } = await caller.wheel.attention({});
    expect(items[0]).toMatchObject({
      rule: "collateral_short",
      severity: "critical",
      facts: { against: "cash" },
      dismissedAt: null,
    });
    expect(new Set(items.map(({ rule }) => rule))).toEqual(
      new Set([
        "collateral_short",
        "assignment_pending",
        "ex_dividend",
        "in_the_money",
        "expiring",
        "near_strike",
        "profit_target",
        "evidence_missing",
        "uncovered_shares",
      ]),
    );
    expect(sources[0]?.parts.map(({ part }) => part)).toContain("summary");
    expect(revalidating).toBe(false);
  });

  it("tells of a session that ends before an option expires", async () => {
    const { owner: tess } = await connectKept(install, "tess");
    const { items } = await (await install.callerOf(tess)).wheel.attention({ fresh: true });
    expect(items).toMatchObject([
      { rule: "session_ends_first", severity: "critical", underlying: "F", facts: { options: "1" } },
    ]);
  });

  it("keeps an item that is put aside there until it is taken back, for its owner alone", async () => {
    const { items } = await caller.wheel.attention({});
    const { key = "", stance = "" } = items.find(({ rule }) => rule === "in_the_money") ?? {};
    const find = async () => (await caller.wheel.attention({})).items.find((item) => item.key === key);
    const stranger = await install.callerOf(await install.addPerson());
    await stranger.wheel.dismiss({ key, stance });
    expect((await find())?.dismissedAt).toBeNull();
    await caller.wheel.dismiss({ key, stance: "other" });
    expect((await find())?.dismissedAt).toBeNull();
    await caller.wheel.dismiss({ key, stance });
    expect((await find())?.dismissedAt).toBe(install.clock.now().toISOString());
    await stranger.wheel.restore({ key });
    expect((await find())?.dismissedAt).not.toBeNull();
    await caller.wheel.restore({ key });
    expect((await find())?.dismissedAt).toBeNull();
  });

  it("follows the person's own thresholds", async () => {
    expect(await caller.wheel.attentionSettings()).toEqual(DEFAULT_ATTENTION_SETTINGS);
    const settings = { ...DEFAULT_ATTENTION_SETTINGS, expiringDays: 3, nearStrikePercent: 1 };
    expect(await caller.wheel.changeAttentionSettings(settings)).toEqual(settings);
    expect(await caller.wheel.attentionSettings()).toEqual(settings);
    const rules = (await caller.wheel.attention({})).items.map(({ rule }) => rule);
    expect(rules).not.toContain("expiring");
    expect(rules).not.toContain("near_strike");
    expect(rules).toContain("profit_target");
    await expect(caller.wheel.changeAttentionSettings({ ...settings, expiringDays: -1 })).rejects.toThrow();
  });
});

describe("notices of what needs attention", () => {
  it("are raised from the chosen severity on, a few at a time, and once for each stance", async () => {
    await noticeFrom("warning");
    await tell();
    const first = await notices();
    expect(first).toHaveLength(5);
    await tell();
    expect(await notices()).toHaveLength(6);
    await tell();
    expect(await notices()).toHaveLength(6);
    expect(first.map(({ details }) => details?.rule).toReversed()[0]).toBe("collateral_short");
    const pending = first.find(({ details }) => details?.rule === "assignment_pending");
    expect(pending).toMatchObject({
      connectionId: null,
      label: "rosa",
      broker: "robinhood",
      details: {
        underlying: "BAC",
        option: { right: "put", strike: expect.any(String), expiration: "2026-03-06" },
        facts: {},
      },
    });
    const [page] = (await caller.notices.list({})).notices.filter(({ id }) => id === pending?.id);
    expect(page).toMatchObject({ kind: "attention", title: "BAC 47 put is being assigned" });
    expect(JSON.stringify(first)).not.toMatch(/needed|available|missing"|••••/);
  });

  it("go out by the channels that carry them, with a link to the list", async () => {
    const target = { kind: "webhook", url: "https://hooks.example.com/a" } as const;
    await caller.notices.addChannel({ label: "hook", target, kinds: ["attention"] });
    await caller.notices.addChannel({ label: "other", target, kinds: ["needs_person"] });
    await noticeFrom("critical");
    await tell();
    await deliverNotices(systemContext(install.services));
    expect(sent).toMatchObject([
      {
        kind: "attention",
        title: 'Short puts of "rosa" exceed its collateral',
        url: "http://localhost:3000/wheel",
        connectionId: null,
        connectionLabel: "rosa",
      },
    ]);
  });

  it("are not raised for what was put aside, nor for a person who wants none", async () => {
    await noticeFrom("never");
    await tell();
    expect(await notices()).toEqual([]);
    await noticeFrom("critical");
    for (const { key, stance } of (await caller.wheel.attention({})).items) {
      await caller.wheel.dismiss({ key, stance });
    }
    await tell();
    expect(await notices()).toEqual([]);
  });

  it("are raised for everybody who may read positions, whoever else has trouble", async () => {
    const { owner: broken } = await connectKept(install, "tess");
    await install.services.storage.preferences.put(broken.id, "attention", "no JSON", install.clock.now());
    const { owner: trader } = await connectKept(install, "tess");
    await install.services.storage.users.update(trader.id, { roles: ["trader"] });
    const nothing = await install.addPerson();
    await tell();
    expect(await notices()).toHaveLength(5);
    for (const person of [broken, trader, nothing]) {
      expect(await notices(person)).toEqual([]);
    }
    expect(install.logLines.join("")).toContain("a look at what needs attention failed on our side");
  });

  it("come in rounds: once in a slot, and not before the next one", async () => {
    const round = attentionRounds();
    const go = () => round(systemContext(install.services), new AbortController().signal);
    const asked = () => install.sandbox.control.requests().length;
    expect((await go()).toISOString()).toBe("2026-03-02T14:45:00.000Z");
    const afterFirst = asked();
    expect(await notices()).not.toEqual([]);
    await go();
    expect(asked()).toBe(afterFirst);
    install.advance(900);
    expect((await go()).toISOString()).toBe("2026-03-02T15:00:00.000Z");
    expect(asked()).toBeGreaterThan(afterFirst);
    const afterSecond = asked();
    install.advance(7 * 3600);
    expect((await go()).toISOString()).toBe("2026-03-03T13:30:00.000Z");
    expect(asked()).toBe(afterSecond);
  });
});
