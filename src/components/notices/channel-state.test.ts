import { describe, expect, it } from "vitest";
import { channelLook, deadAdvice, removalLosses } from "@/components/notices/channel-state";

const EARLIER = "2026-11-21T13:00:00Z";
const LATER = "2026-11-21T14:00:00Z";
const NEW = { enabled: true, lastErrorCode: null, lastDeliveredAt: null, lastFailedAt: null };
const FAILED = { ...NEW, lastErrorCode: "NOTICE_REFUSED", lastFailedAt: LATER } as const;

describe("channelLook", () => {
  it.each([
    ["nothing was sent", NEW, "Not tried yet"],
    ["the first one arrived", { ...NEW, lastDeliveredAt: EARLIER }, "Working"],
    ["the first one failed", FAILED, "Not getting through"],
    ["the last one failed", { ...FAILED, lastDeliveredAt: EARLIER }, "Not getting through"],
    ["a failure is over", { ...NEW, lastDeliveredAt: LATER, lastFailedAt: EARLIER }, "Working"],
    [
      "it has a new address since it failed",
      { ...FAILED, lastErrorCode: null, lastDeliveredAt: EARLIER },
      "Not tried yet",
    ],
    ["it is off", { ...FAILED, enabled: false }, "Off"],
  ])("when %s", (_case, channel, word) => {
    expect(channelLook(channel).word).toBe(word);
  });
});

describe("removalLosses", () => {
  it("names the address alone where nothing else goes", () => {
    expect(removalLosses({ kind: "slack", waiting: 0, dead: 0 }, false)).toEqual([
      "Its address is deleted from this server.",
    ]);
  });

  it("names the secret, what waits, what was given up, and that no channel is left", () => {
    expect(removalLosses({ kind: "webhook", waiting: 1, dead: 2 }, true)).toEqual([
      "Its address and its signing secret are deleted from this server.",
      "1 notice still waiting for this channel will not be sent.",
      "2 notices that could not be sent can't be sent again.",
      "It is your only channel: you will see notices in this app only.",
    ]);
  });
});

describe("deadAdvice", () => {
  it("speaks of one notice as of one", () => {
    expect(deadAdvice(1)).toBe(
      "You can still read it in the app. Mend the channel first, then send it again.",
    );
    expect(deadAdvice(2)).toContain("then send them again");
  });
});
