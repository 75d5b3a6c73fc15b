import { describe, expect, it } from "vitest";
import { presentNotice } from "@/components/notices/present-notice";

const NOW_MS = Date.parse("2026-11-21T14:00:00Z");
const LATER = "2026-11-21T15:00:00Z";
const EARLIER = "2026-11-21T13:00:00Z";

const NEEDS = {
  kind: "needs_person",
  connectionId: "c1",
  deadlineAt: null,
  readAt: null,
  resolvedAt: null,
} as const;

describe("presentNotice", () => {
  it("shows an open notice with its kind, as new, leading to its connection", () => {
    expect(presentNotice(NEEDS, ["c1", "c2"], NOW_MS)).toMatchObject({
      look: { word: "Needs you", tone: "needs" },
      settledAt: null,
      isNew: true,
      ahead: null,
      href: "/settings/connections/c1",
    });
  });

  it("calms down what is mended, and keeps its word", () => {
    const shown = presentNotice({ ...NEEDS, resolvedAt: EARLIER, readAt: EARLIER }, ["c1"], NOW_MS);
    expect(shown).toMatchObject({
      look: { word: "Needs you", tone: "neutral" },
      settledAt: EARLIER,
      isNew: false,
    });
  });

  it.each(["connected_again", "test"] as const)("has nothing to mend in %s", (kind) => {
    expect(presentNotice({ ...NEEDS, kind, resolvedAt: EARLIER }, ["c1"], NOW_MS).settledAt).toBeNull();
  });

  it.each([
    ["deadline_ahead", "Deadline"],
    ["login_locked", "Sign in again"],
  ] as const)("names the time ahead of %s", (kind, word) => {
    const notice = { ...NEEDS, kind, deadlineAt: LATER };
    expect(presentNotice(notice, ["c1"], NOW_MS).ahead).toEqual({ word, at: LATER });
  });

  it("says nothing of a time that is over, not known yet, or no longer matters", () => {
    const notice = { ...NEEDS, kind: "deadline_ahead", deadlineAt: LATER } as const;
    expect(presentNotice({ ...notice, deadlineAt: EARLIER }, ["c1"], NOW_MS).ahead).toBeNull();
    expect(presentNotice(notice, ["c1"], null).ahead).toBeNull();
    expect(presentNotice({ ...notice, resolvedAt: EARLIER }, ["c1"], NOW_MS).ahead).toBeNull();
  });

  it("leads nowhere when the connection is gone, or there was none", () => {
    expect(presentNotice(NEEDS, ["c2"], NOW_MS).href).toBeNull();
    expect(presentNotice({ ...NEEDS, connectionId: null }, null, NOW_MS).href).toBeNull();
  });

  it("gives the link while the connections are not known", () => {
    expect(presentNotice(NEEDS, null, NOW_MS).href).toBe("/settings/connections/c1");
  });
});
