import {
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Clock } from "@/server/clock";
import { lastLineAt } from "@/server/observability/last-line-at";
import {
  CURRENT_LOG,
  EARLIER,
  type LogRotation,
  logFileName,
  periodOf,
  readLogFileName,
} from "@/server/observability/log-file-name";
import { AppError } from "@/shared/app-error";

const DAY_MS = 86_400_000;

/** When a new file is begun, and how long old ones stay. */
export interface LogFileRules {
  readonly rotation: LogRotation;
  /** A file is ended before it would grow beyond this. */
  readonly maxBytes: number;
  readonly retentionDays: number;
}

interface LogFileOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly rules: LogFileRules;
  /** Hears once that lines can't be written, with the first cause. */
  readonly onTrouble: (cause: unknown) => void;
  /** Hears that they can again, and how many are missing. */
  readonly onMended: (lost: number) => void;
}

/** The file that is written, as it was when it was opened. */
interface OpenFile {
  readonly descriptor: number;
  readonly period: string;
  readonly name: string;
}

/**
 * The log's files in one folder. Lines are written at once, by appending, into the file whose name follows from clock
 * and size; no file is ever renamed while it is written, so several processes share the folder and none loses a line.
 * `wheelhouse.log` is a link to the newest one.
 */
export class RotatingLogFile {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #onTrouble: (cause: unknown) => void;
  readonly #onMended: (lost: number) => void;
  #rules: LogFileRules;
  #file: OpenFile | null = null;
  #lost = 0;
  /** Whether the last write ended within a line: the next one must not go on in it. */
  #isTorn = false;
  #sweptDay: number | null = null;

  constructor({ folder, clock, rules, onTrouble, onMended }: LogFileOptions) {
    this.#folder = folder;
    this.#clock = clock;
    this.#rules = rules;
    this.#onTrouble = onTrouble;
    this.#onMended = onMended;
  }

  /** Makes sure that lines can be written. Throws STORAGE_PERMISSION_ERROR with the remedy. */
  open(): void {
    try {
      this.#fileFor(0);
    } catch (cause) {
      const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
      throw new AppError(
        "STORAGE_PERMISSION_ERROR",
        `The log in ${this.#folder} cannot be written (${reason}): give this user write access and some space, ` +
          "set LOG_DIR to another folder, or LOG_ENABLED to false.",
        { cause },
      );
    }
  }

  /** Other rules from now on. */
  use(rules: LogFileRules): void {
    this.#rules = rules;
    this.#sweptDay = null;
  }

  /** Appends a line, which ends with a line feed. Never throws: trouble is told once, and each line tries again. */
  write(line: string): void {
    try {
      const bytes = Buffer.from(this.#isTorn ? `\n${line}` : line);
      this.#append(this.#fileFor(bytes.length), bytes);
    } catch (cause) {
      this.close();
      this.#lost += 1;
      if (this.#lost === 1) this.#onTrouble(cause);
      return;
    }
    const lost = this.#lost;
    this.#lost = 0;
    if (lost > 0) this.#onMended(lost);
  }

  /** Closes the file; a later line opens it again. */
  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) closeSync(file.descriptor);
  }

  #append(descriptor: number, bytes: Buffer): void {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(descriptor, bytes, written);
      this.#isTorn = written < bytes.length;
    }
  }

  /** The file for so many bytes more, by time and size. One that somebody removed is not written any more. */
  #fileFor(byteCount: number): number {
    const now = this.#clock.now();
    const period = periodOf(this.#rules.rotation, now);
    if (this.#file?.period !== period || !this.#hasRoom(this.#file.descriptor, byteCount)) {
      this.close();
      this.#file = this.#begin(period, byteCount);
      this.#pointAt(this.#file.name);
      this.#sweptDay = null;
    }
    const day = Math.floor(now.getTime() / DAY_MS);
    if (this.#sweptDay !== day) {
      this.#sweptDay = day;
      this.#removeOld(this.#file.name, now);
    }
    return this.#file.descriptor;
  }

  #hasRoom(descriptor: number, byteCount: number): boolean {
    const { size, nlink } = fstatSync(descriptor);
    return nlink > 0 && (size === 0 || size + byteCount <= this.#rules.maxBytes);
  }

  #begin(period: string, byteCount: number): OpenFile {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (let number = Math.max(1, this.#highest(period)); ; number += 1) {
      const name = logFileName(period, number);
      const descriptor = openSync(join(this.#folder, name), "a", 0o600);
      if (this.#hasRoom(descriptor, byteCount)) return { descriptor, period, name };
      closeSync(descriptor);
    }
  }

  /** The highest number of a period's files; 0 where there is none. */
  #highest(period: string): number {
    const files = readdirSync(this.#folder).map(readLogFileName);
    return Math.max(0, ...files.map((file) => (file?.period === period ? file.number : 0)));
  }

  /** A folder in which the link can't be made, as on some shares, still gets its lines. */
  #pointAt(name: string): void {
    const link = join(this.#folder, CURRENT_LOG);
    const made = join(this.#folder, `.${CURRENT_LOG}.${process.pid}`);
    try {
      const before = lstatSync(link, { throwIfNoEntry: false });
      if (before?.isSymbolicLink() && readlinkSync(link) === name) return;
      if (before?.isFile())
        linkSync(link, join(this.#folder, logFileName(EARLIER, this.#highest(EARLIER) + 1)));
      rmSync(made, { force: true });
      symlinkSync(name, made);
      renameSync(made, link);
    } catch {
      rmSync(made, { force: true });
    }
  }

  /** What can't be removed stays, and is tried again the next day: a line is not lost for it. */
  #removeOld(current: string, now: Date): void {
    const keptFrom = now.getTime() - this.#rules.retentionDays * DAY_MS;
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (name === current || readLogFileName(name) === null) continue;
      try {
        if (lastLineAt(path) < keptFrom) rmSync(path);
      } catch {}
    }
  }
}
