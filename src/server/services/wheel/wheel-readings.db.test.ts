import { expect, it } from "vitest";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readingError, readingStage } from "@/test/reading-stage";

const stage = readingStage();
const look = () => identifyWheelPositions(stage.ctx, { connectionIds: null, fresh: true });

it("a short option that no event tells of is shown with what is missing", async () => {
  stage.answer({ getActivity: async () => ({ rows: [], failures: [] }) });
  const { cycles } = await look();
  expect(cycles).toMatchObject([{ underlying: "F", closedAt: null, shorts: [{ quantity: "-1" }] }]);
  expect(new Set(cycles[0]?.blocked.map(({ missing }) => missing))).toContain("opening_trade");
});

it("holdings that could not be read are not taken for holdings that are gone", async () => {
  stage.answer({ getPositions: () => Promise.reject(readingError("CONN_BROKER_UNAVAILABLE")) });
  const { cycles, sources } = await look();
  expect(cycles).toMatchObject([{ underlying: "F", state: "covered" }]);
  expect(cycles[0]?.blocked.map(({ missing }) => missing)).not.toContain("matching_position");
  const failed = sources[0]?.parts.filter(({ state }) => state === "failed").map(({ part }) => part);
  expect(failed).toEqual(expect.arrayContaining(["stock_holdings", "option_holdings"]));
});

it("holdings that are gone without a trace do not match, and that is told", async () => {
  stage.answer({ getPositions: async () => ({ rows: [], failures: [] }) });
  const { cycles } = await look();
  expect(cycles[0]?.blocked.map(({ missing }) => missing)).toContain("matching_position");
});
