import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LiveLog, openLiveLog } from "@/server/observability/live-log";
import type { LogDestination } from "@/server/observability/pino-logger";
import { withinRequest } from "@/server/observability/request-scope";
import { FixedClock } from "@/test/fixed-clock";
import { testLiveSettings } from "@/test/test-settings";

let folder: string;
let complaints: string[];
let clock: FixedClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-log-"));
  complaints = [];
  clock = new FixedClock();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const settingsOf = (variables: Record<string, string>) => testLiveSettings(variables).resolved.values;
const open = (
  variables: Record<string, string> = {},
  console: LogDestination | null = null,
  alwaysToConsole = false,
  place = folder,
): LiveLog =>
  openLiveLog(settingsOf(variables), {
    folder: place,
    clock,
    console,
    alwaysToConsole,
    complain: (sentence) => complaints.push(sentence),
  });
const written = (): string => readFileSync(join(folder, "wheelhouse.log"), "utf8");
const writeAll = ({ log }: LiveLog) => {
  log.debug({}, "d");
  log.info({}, "i");
  log.warn({}, "w");
  log.error({}, "e");
};

it("takes up a change of LOG_LEVEL and LOG_FORMAT from the next line on", () => {
  const live = open();
  writeAll(live);
  live.take(settingsOf({ LOG_LEVEL: "DEBUG", LOG_FORMAT: "text" }));
  writeAll(live);
  live.take(settingsOf({ LOG_LEVEL: "ERROR" }));
  withinRequest({ requestId: "r-1" }, () => writeAll(live));
  const at = "2026-03-02T14:30:00.000Z";
  expect(written().trimEnd().split("\n")).toEqual([
    `{"level":"INFO","time":"${at}","message":"i"}`,
    `{"level":"WARNING","time":"${at}","message":"w"}`,
    `{"level":"ERROR","time":"${at}","message":"e"}`,
    `${at} DEBUG   d`,
    `${at} INFO    i`,
    `${at} WARNING w`,
    `${at} ERROR   e`,
    `{"level":"ERROR","time":"${at}","requestId":"r-1","message":"e"}`,
  ]);
});

it("takes up LOG_ENABLED, LOG_ROTATION, LOG_MAX_SIZE and LOG_RETENTION_DAYS", () => {
  const live = open({ LOG_ENABLED: "false" });
  writeAll(live);
  expect(readdirSync(folder)).toEqual([]);
  live.take(settingsOf({ LOG_ROTATION: "weekly" }));
  writeAll(live);
  live.take(settingsOf({ LOG_ROTATION: "size", LOG_MAX_SIZE: "64KB" }));
  for (let line = 0; line < 40; line += 1) live.log.info({ text: "x".repeat(2000) }, "long");
  expect(readdirSync(folder).sort()).toEqual([
    "wheelhouse-000001.log",
    "wheelhouse-000002.log",
    "wheelhouse-week-2026-03-02.log",
    "wheelhouse.log",
  ]);
  clock.advance(3 * 86_400_000);
  live.take(settingsOf({ LOG_RETENTION_DAYS: "2" }));
  writeAll(live);
  expect(readdirSync(folder).sort()).toEqual(["wheelhouse-2026-03-05.log", "wheelhouse.log"]);
  live.take(settingsOf({ LOG_ENABLED: "false" }));
  const before = written();
  writeAll(live);
  expect(written()).toBe(before);
});

it.each([
  [{}, false, 0],
  [{ LOG_CONSOLE: "true" }, false, 3],
  [{}, true, 3],
] as const)("writes to the console too with %o, always: %s", (variables, isAlways, count) => {
  open({ LOG_ENABLED: "false" }, null).take(settingsOf({ ...variables, LOG_ENABLED: "false" }));
  const lines: string[] = [];
  const live = open(variables, { kind: "writer", write: (line) => lines.push(line) }, isAlways);
  writeAll(live);
  expect(lines).toHaveLength(count);
  expect(written()).toContain(lines.join(""));
  writeAll(open({ LOG_CONSOLE: "true" }, null));
});

it("says once that it cannot be written, and notes what is missing when it can again", () => {
  const place = join(folder, "logs");
  const live = open({}, null, false, place);
  rmSync(place, { recursive: true });
  writeFileSync(place, "in the way");
  writeAll(live);
  expect(complaints).toEqual([
    `The log in ${place} cannot be written (EEXIST). The app goes on and tries again at each line: make room, or give this user write access.`,
  ]);
  rmSync(place);
  live.log.info({}, "again");
  expect(complaints.at(-1)).toBe(`The log in ${place} is written again; 3 lines are missing.`);
  expect(readFileSync(join(place, "wheelhouse.log"), "utf8").trimEnd().split("\n")).toEqual([
    expect.stringContaining('"message":"again"'),
    expect.stringContaining('"lost":3,"message":"lines are missing here: the log could not be written"'),
  ]);
});

it("does not start where its folder can't be written, unless there is to be no file", () => {
  const place = join(folder, "file");
  writeFileSync(place, "in the way");
  expect(() => open({}, null, false, place)).toThrow(`The log in ${place} cannot be written (EEXIST)`);
  expect(() => open({ LOG_ENABLED: "false" }, null, false, place)).not.toThrow();
});
