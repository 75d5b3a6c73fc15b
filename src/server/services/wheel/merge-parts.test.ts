import { expect, it } from "vitest";
import { mergeParts } from "@/server/services/wheel/merge-parts";
import type { PartProvenance } from "@/shared/schemas/trading";

const part = (
  state: PartProvenance["state"],
  asOf: string | null,
  name: PartProvenance["part"] = "contracts",
) => ({ part: name, source: "robinhood", state, asOf, errorCode: null }) satisfies PartProvenance;

const EARLY = "2026-03-02T14:00:00.000Z";
const LATE = "2026-03-02T14:30:00.000Z";

it.each([
  ["the stale before the fresh", part("fresh", EARLY), part("stale", LATE), part("stale", LATE)],
  ["the failed before the stale", part("failed", null), part("stale", EARLY), part("failed", null)],
  ["the older of equals", part("fresh", LATE), part("fresh", EARLY), part("fresh", EARLY)],
  ["what never was before what was", part("failed", EARLY), part("failed", null), part("failed", null)],
])("takes %s, in either order", (_what, one, other, merged) => {
  expect(mergeParts([one], [other])).toEqual([merged]);
  expect(mergeParts([other, one])).toEqual([merged]);
});

it("keeps each part once", () => {
  const parts = mergeParts([part("fresh", EARLY)], [part("fresh", EARLY, "splits"), part("fresh", EARLY)]);
  expect(parts.map(({ part: name }) => name)).toEqual(["contracts", "splits"]);
});
