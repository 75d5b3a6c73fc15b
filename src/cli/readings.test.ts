import { expect, test } from "vitest";
import { readingExitCode, type Source, sourceLines } from "@/cli/readings";
import { styleOf } from "@/cli/style";

const NOW = new Date("2026-03-02T14:30:00Z");
const plain = styleOf({ hasColour: false });
const source = (given: Partial<Source>): Source => ({
  source: "robinhood",
  state: "fresh",
  asOf: "2026-03-02T14:29:00Z",
  errorCode: null,
  ...given,
});
const linesOf = (...sources: Source[]) =>
  sourceLines([{ connection: { label: "Main" }, sources }], NOW, plain);

test("fresh parts are one line with the oldest time, also where there is none", () => {
  expect(linesOf(source({}), source({ asOf: "2026-03-02T14:28:00Z" }))[0]).toMatch(
    /^Main: fresh, read .* \(2 min ago\)$/,
  );
  expect(linesOf(source({ asOf: null }))).toEqual(["Main: fresh, read – (–)"]);
});

test("parts that are amiss in the same way share a line", () => {
  expect(
    linesOf(
      source({ part: "stock_prices", state: "failed", asOf: null, errorCode: "CONN_TIMEOUT" }),
      source({ part: "option_prices", state: "failed", asOf: null, errorCode: "CONN_TIMEOUT" }),
      source({ state: "stale" }),
    ),
  ).toEqual([
    "Main: failed, not shown: Connection timed out (2002) [stock prices, option prices]",
    expect.stringMatching(/^Main: stale, read .* \(1 min ago\) \[figures\]$/),
  ]);
});

test("a failure decides the exit code, staleness does not", () => {
  expect(readingExitCode([{ sources: [source({ state: "stale" })] }])).toBe(0);
  expect(readingExitCode([{ sources: [source({ state: "failed" })] }])).toBe(1);
  expect(
    readingExitCode([{ sources: [source({ state: "failed", errorCode: "AUTH_SESSION_EXPIRED" })] }]),
  ).toBe(4);
});
