import { describe, expect, it } from "vitest";
import { recentHistories } from "@/server/services/portfolio/recent-histories";

const histories = () => recentHistories<{ readonly events: number }>(({ events }) => events);

describe("recentHistories", () => {
  it("keeps many that are small", () => {
    const kept = histories();
    for (let index = 0; index < 1000; index += 1) kept.set(`small ${index}`, { events: 0 });
    expect(kept.size).toBe(1000);
  });

  it("gives up those used longest ago when there are too many events", () => {
    const kept = histories();
    kept.set("first", { events: 40_000 });
    kept.set("second", { events: 40_000 });
    kept.get("first");
    kept.set("third", { events: 40_000 });
    expect([...kept.keys()].sort()).toEqual(["first", "third"]);
  });

  it("keeps alone what is larger than all that may be kept", () => {
    const kept = histories();
    kept.set("small", { events: 10 });
    kept.set("huge", { events: 1_000_000 });
    expect([...kept.keys()]).toEqual(["huge"]);
  });

  it("takes a new state of the same connection in place of the old", () => {
    const kept = histories();
    kept.set("one", { events: 90_000 });
    kept.set("two", { events: 1 });
    kept.set("one", { events: 90_001 });
    expect(kept.size).toBe(2);
    expect(kept.get("one")).toEqual({ events: 90_001 });
  });
});
