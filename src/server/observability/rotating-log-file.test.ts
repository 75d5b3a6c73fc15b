import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogFileRules, RotatingLogFile } from "@/server/observability/rotating-log-file";
import { FixedClock } from "@/test/fixed-clock";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAILY: LogFileRules = { rotation: "daily", maxBytes: 100_000, retentionDays: 30 };

let folder: string;
let clock: FixedClock;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-log-"));
  clock = new FixedClock();
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logAt = (place: string, rules: LogFileRules = DAILY): RotatingLogFile =>
  new RotatingLogFile({
    folder: place,
    clock,
    rules,
    onTrouble: (cause) => told.push(`trouble ${(cause as NodeJS.ErrnoException).code}`),
    onMended: (lost) => told.push(`mended ${lost}`),
  });
const lineNow = (text: string): string =>
  `{"level":"INFO","time":"${clock.now().toISOString()}","message":"${text}"}\n`;
const files = (): string[] =>
  readdirSync(folder)
    .filter((name) => name !== "wheelhouse.log")
    .sort();
const everything = (): string =>
  files()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");

describe("thirty days and more of lines", () => {
  /** A line every six hours for 40 days from Monday, 2 March, with all of them also kept here. */
  function writeFortyDays(rules: LogFileRules): { log: RotatingLogFile; written: string[] } {
    const log = logAt(folder, rules);
    const written: string[] = [];
    for (let step = 0; step < 160; step += 1) {
      const line = lineNow(`line ${step}`);
      log.write(line);
      written.push(line);
      clock.advance(6 * HOUR_MS);
    }
    return { log, written };
  }

  it("are in a file a day in UTC, those of the last thirty days", () => {
    const { written } = writeFortyDays(DAILY);
    expect(files()).toHaveLength(31);
    expect(files().at(0)).toBe("wheelhouse-2026-03-12.log");
    expect(files().at(-1)).toBe("wheelhouse-2026-04-11.log");
    for (const name of files()) {
      const days = readFileSync(join(folder, name), "utf8").match(/\d{4}-\d\d-\d\d(?=T)/g);
      expect(new Set(days)).toEqual(new Set([name.slice("wheelhouse-".length, -".log".length)]));
    }
    expect(everything()).toBe(written.slice(-everything().split("\n").length + 1).join(""));
    expect(readlinkSync(join(folder, "wheelhouse.log"))).toBe("wheelhouse-2026-04-11.log");
  });

  it("are in a file a week from Monday", () => {
    const { written } = writeFortyDays({ ...DAILY, rotation: "weekly" });
    expect(files()).toEqual([
      "wheelhouse-week-2026-03-09.log",
      "wheelhouse-week-2026-03-16.log",
      "wheelhouse-week-2026-03-23.log",
      "wheelhouse-week-2026-03-30.log",
      "wheelhouse-week-2026-04-06.log",
    ]);
    expect(everything()).toBe(written.filter((line) => /2026-(03-(09|[1-3])|04)/.test(line)).join(""));
  });

  it("are in files of a size, whatever the day", () => {
    const { written } = writeFortyDays({ ...DAILY, rotation: "size", maxBytes: 700 });
    expect(files().at(0)).toBe("wheelhouse-000005.log");
    expect(files().at(-1)).toBe("wheelhouse-000018.log");
    for (const name of files()) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(700);
    expect(everything()).toBe(written.slice(-everything().split("\n").length + 1).join(""));
    expect(
      everything()
        .match(/\d{4}-\d\d-\d\dT/g)
        ?.at(0),
    ).toBe("2026-03-11T");
  });

  it("that are fewer days to keep go as soon as that is set", () => {
    const { log } = writeFortyDays(DAILY);
    log.use({ ...DAILY, retentionDays: 1 });
    log.write(lineNow("after"));
    expect(files()).toEqual(["wheelhouse-2026-04-10.log", "wheelhouse-2026-04-11.log"]);
  });
});

describe("a log file", () => {
  it("is private, as is its folder, and goes on after a restart", () => {
    const place = join(folder, "logs");
    logAt(place).write("one\n");
    logAt(place).write("two\n");
    expect(readFileSync(join(place, "wheelhouse.log"), "utf8")).toBe("one\ntwo\n");
    expect(statSync(join(place, "wheelhouse-2026-03-02.log")).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
  });

  it("is ended by its size in any case, and one long line is not cut", () => {
    const log = logAt(folder, { ...DAILY, maxBytes: 100 });
    for (const text of ["a", "b", "c"]) log.write(`${text.repeat(59)}\n`);
    log.write(`${"d".repeat(500)}\n`);
    expect(files()).toEqual([
      "wheelhouse-2026-03-02.2.log",
      "wheelhouse-2026-03-02.3.log",
      "wheelhouse-2026-03-02.4.log",
      "wheelhouse-2026-03-02.log",
    ]);
    expect(readlinkSync(join(folder, "wheelhouse.log"))).toBe("wheelhouse-2026-03-02.4.log");
    logAt(folder, { ...DAILY, maxBytes: 600 }).write("e\n");
    expect(readFileSync(join(folder, "wheelhouse.log"), "utf8")).toMatch(/^d+\ne\n$/);
  });

  it("that an earlier version wrote is kept, and removed with the others", () => {
    writeFileSync(join(folder, "wheelhouse.log"), lineNow("old"));
    logAt(folder).write(lineNow("new"));
    expect(files()).toEqual(["wheelhouse-2026-03-02.log", "wheelhouse-earlier.log"]);
    expect(everything()).toContain('"old"');
    clock.advance(32 * DAY_MS);
    logAt(folder).write(lineNow("later"));
    expect(files()).toEqual(["wheelhouse-2026-04-03.log"]);
  });

  it("is as old as its last line says, or else as the file itself; other files are left alone", () => {
    const before = new Date(clock.now().getTime() - 40 * DAY_MS);
    writeFileSync(join(folder, "wheelhouse-2026-01-01.log"), "2026-03-01T00:00:00.000Z INFO    moved here\n");
    writeFileSync(join(folder, "wheelhouse-2026-01-02.log"), "no line at all");
    writeFileSync(join(folder, "notes.log"), "mine");
    writeFileSync(join(folder, "wheelhouse-2026-01-03.log"), "2026-01-03T00:00:00.000Z INFO    old\n");
    mkdirSync(join(folder, "wheelhouse-2026-01-04.log"));
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), before, before);
    logAt(folder).write(lineNow("new"));
    expect(files()).toEqual([
      "notes.log",
      "wheelhouse-2026-01-01.log",
      "wheelhouse-2026-01-04.log",
      "wheelhouse-2026-03-02.log",
    ]);
  });

  it("that somebody removed is made again", () => {
    const log = logAt(folder);
    log.write("one\n");
    unlinkSync(join(folder, "wheelhouse-2026-03-02.log"));
    log.write("two\n");
    expect(readFileSync(join(folder, "wheelhouse.log"), "utf8")).toBe("two\n");
  });

  it("does without the link where that can't be made", () => {
    mkdirSync(join(folder, "wheelhouse.log", "taken"), { recursive: true });
    const log = logAt(folder);
    log.write("one\n");
    expect(readFileSync(join(folder, "wheelhouse-2026-03-02.log"), "utf8")).toBe("one\n");
    expect(told).toEqual([]);
  });
});

describe("a log that can't be written", () => {
  it("is a clear error at start", () => {
    writeFileSync(join(folder, "file"), "");
    const place = join(folder, "file", "logs");
    expect(() => logAt(place).open()).toThrow(
      `The log in ${place} cannot be written (ENOTDIR): give this user write access and some space, set LOG_DIR to another folder, or LOG_ENABLED to false.`,
    );
    expect(() => logAt("\0").open()).toThrow("(ERR_INVALID_ARG_VALUE)");
    expect(() => logAt(join(folder, "logs")).open()).not.toThrow();
  });

  it("is told of once, is tried again at each line, and says how many are missing", () => {
    const place = join(folder, "place");
    const log = logAt(place);
    log.write("one\n");
    rmSync(place, { recursive: true });
    writeFileSync(place, "in the way");
    for (const text of ["two", "three", "four"]) log.write(`${text}\n`);
    expect(told).toEqual(["trouble EEXIST"]);
    rmSync(place);
    log.write("five\n");
    log.write("six\n");
    expect(told).toEqual(["trouble EEXIST", "mended 3"]);
    expect(readFileSync(join(place, "wheelhouse.log"), "utf8")).toBe("five\nsix\n");
  });

  it.skipIf(!existsSync("/dev/full"))("on a full disk is told of as well", () => {
    symlinkSync("/dev/full", join(folder, "wheelhouse-2026-03-02.log"));
    const log = logAt(folder);
    for (const text of ["one", "two"]) log.write(`${text}\n`);
    expect(told).toEqual(["trouble ENOSPC"]);
    unlinkSync(join(folder, "wheelhouse-2026-03-02.log"));
    log.write("three\n");
    expect(told).toEqual(["trouble ENOSPC", "mended 2"]);
    expect(everything()).toBe("three\n");
  });

  it("that ended within a line goes on in the next one", async () => {
    // A limit on the size of files, which the shell sets, ends a write within a line as a full disk does.
    const script = join(folder, "fill.mts");
    writeFileSync(
      script,
      `import { RotatingLogFile } from "@/server/observability/rotating-log-file";
       import { truncateSync } from "node:fs";
       import { join } from "node:path";
       const folder = ${JSON.stringify(join(folder, "logs"))};
       process.on("SIGXFSZ", () => {});
       const told: unknown[] = [];
       const log = new RotatingLogFile({
         folder,
         clock: { now: () => new Date("2026-03-02T14:30:00Z"), sleep: async () => {} },
         rules: { rotation: "daily", maxBytes: 10 ** 9, retentionDays: 30 },
         onTrouble: (cause) => told.push((cause as NodeJS.ErrnoException).code),
         onMended: (lost) => told.push(lost),
       });
       for (let n = 0; n < 60; n += 1) log.write("x".repeat(99) + "\\n");
       truncateSync(join(folder, "wheelhouse-2026-03-02.log"), 4050);
       log.write("after\\n");
       process.stdout.write(JSON.stringify(told));`,
    );
    const command = `ulimit -f 4; exec ${process.execPath} --import tsx ${script}`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command], { cwd: process.cwd() });
    expect(JSON.parse(stdout)).toEqual(["EFBIG", 20]);
    const lines = readFileSync(join(folder, "logs", "wheelhouse.log"), "utf8").split("\n");
    expect(lines.slice(0, 40).every((line) => line === "x".repeat(99))).toBe(true);
    expect(lines.slice(40)).toEqual(["x".repeat(50), "after", ""]);
  });
});

describe("several processes on one folder", () => {
  it("lose no line, and share the files", async () => {
    const logs = [0, 1, 2].map(() => logAt(folder, { ...DAILY, maxBytes: 2000 }));
    const written: string[] = [];
    for (let step = 0; step < 300; step += 1) {
      const line = lineNow(`line ${step}`);
      logs[(step * 7 + Math.floor(step / 10)) % 3]?.write(line);
      written.push(line);
      clock.advance(HOUR_MS / 4);
    }
    expect(everything().split("\n").sort()).toEqual([...written, ""].map((line) => line.trimEnd()).sort());
    expect(files().length).toBeLessThan(20);
  });

  it("lose none when they write at the same time", async () => {
    const script = join(folder, "write.mts");
    writeFileSync(
      script,
      `import { RotatingLogFile } from "@/server/observability/rotating-log-file";
       const log = new RotatingLogFile({
         folder: ${JSON.stringify(join(folder, "logs"))},
         clock: { now: () => new Date("2026-03-02T14:30:00Z"), sleep: async () => {} },
         rules: { rotation: "size", maxBytes: 20_000, retentionDays: 30 },
         onTrouble: (cause) => { throw cause; },
         onMended: () => {},
       });
       for (let n = 0; n < 2000; n += 1) log.write(process.argv[2] + " " + n + " " + "x".repeat(60) + "\\n");`,
    );
    const runs = ["a", "b", "c"].map((name) =>
      promisify(execFile)(process.execPath, ["--import", "tsx", script, name], { cwd: process.cwd() }),
    );
    await Promise.all(runs);
    const lines = readdirSync(join(folder, "logs"))
      .filter((name) => name !== "wheelhouse.log")
      .flatMap((name) =>
        readFileSync(join(folder, "logs", name), "utf8")
          .trimEnd()
          .split("\n"),
      );
    expect(lines).toHaveLength(6000);
    expect(new Set(lines).size).toBe(6000);
    expect(lines.every((line) => /^[abc] \d+ x{60}$/.test(line))).toBe(true);
  });
});
