import { describe, expect, it } from "vitest";
import { durationMsOf, groupFlights, troubledActs } from "@/components/connections/flight/group-flights";
import type { FlightRecordView } from "@/shared/schemas/flight-record";

let seq = 0;
function record(flightId: string, second: number, given: Partial<FlightRecordView> = {}): FlightRecordView {
  seq += 1;
  return {
    seq,
    at: new Date(Date.UTC(2026, 10, 22, 14, 0, second)).toISOString(),
    kind: "call",
    flightId,
    process: "desk-1",
    details: { kind: "login", status: 200, tookMs: 300 },
    ...given,
  };
}
const newestFirst = (...records: FlightRecordView[]) => records.toReversed();

describe("groupFlights", () => {
  it("puts the lines of one act together, also where another act came in between", () => {
    const acts = groupFlights(
      newestFirst(
        record("a", 0, { kind: "refresh_began", details: {} }),
        record("b", 1, { kind: "keeper", process: "desk-2", details: {} }),
        record("a", 2),
        record("a", 3, { kind: "refresh_ended", process: "desk-2", details: {} }),
      ),
    );
    expect(acts.map(({ id, times }) => [id, times])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    expect(acts[0]?.records.map(({ kind }) => kind)).toEqual(["refresh_began", "call", "refresh_ended"]);
    expect(acts[0]?.processes).toEqual(["desk-1", "desk-2"]);
  });

  it("makes one act of quiet questions in a row, but not of one that failed", () => {
    const acts = groupFlights(
      newestFirst(
        record("a", 0),
        record("b", 5),
        record("c", 10, { details: { kind: "login", code: "CONN_TIMEOUT" } }),
        record("d", 15),
        record("e", 20, { details: { kind: "read", status: 200 } }),
      ),
    );
    expect(acts.map(({ id, times }) => [id, times])).toEqual([
      ["e", 1],
      ["d", 1],
      ["c", 1],
      ["a", 2],
    ]);
    expect(acts.at(-1)?.records.map(({ flightId }) => flightId)).toEqual(["a", "b"]);
    expect(troubledActs(acts).map(({ id }) => id)).toEqual(["c"]);
  });

  it("is empty for nothing", () => {
    expect(groupFlights([])).toEqual([]);
  });
});

describe("durationMsOf", () => {
  it("counts from the beginning of the first call, which is noted at its end", () => {
    const [single] = groupFlights([record("a", 0)]);
    const [longer] = groupFlights(
      newestFirst(record("a", 0), record("a", 2, { kind: "state", details: {} })),
    );
    const [silent] = groupFlights([record("a", 0, { kind: "keeper", details: {} })]);
    const [unmeasured] = groupFlights([record("a", 0, { details: {} })]);
    expect([single, longer, silent, unmeasured].map((act) => act && durationMsOf(act))).toEqual([
      300, 2300, 0, 0,
    ]);
    expect(durationMsOf({ id: "x", records: [], times: 1, processes: [] })).toBe(0);
  });
});
