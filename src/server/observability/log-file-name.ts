export type LogRotation = "daily" | "weekly" | "size";

/** The name under which the newest file is found, whichever that is. */
export const CURRENT_LOG = "wheelhouse.log";
/** What an earlier version wrote into a file of the current one's name. */
export const EARLIER = "earlier";

const DAY_MS = 86_400_000;
const PATTERN = /^wheelhouse-(?:(\d{6,})|((?:week-)?\d{4}-\d\d-\d\d|earlier)(?:\.(\d+))?)\.log$/;

/** The name of the time that a line belongs to: its day, its week by the Monday, in UTC. Empty where size alone counts. */
export function periodOf(rotation: LogRotation, at: Date): string {
  if (rotation === "size") return "";
  if (rotation === "daily") return dayOf(at);
  const sinceMonday = (at.getUTCDay() + 6) % 7;
  return `week-${dayOf(new Date(at.getTime() - sinceMonday * DAY_MS))}`;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/**
 * The file of a period, by number from 1: `wheelhouse-2026-03-02.log`, then `wheelhouse-2026-03-02.2.log`; without a
 * period `wheelhouse-000001.log`. The names follow from the clock alone, so that all processes come to the same ones.
 */
export function logFileName(period: string, number: number): string {
  if (period === "") return `wheelhouse-${String(number).padStart(6, "0")}.log`;
  return number === 1 ? `wheelhouse-${period}.log` : `wheelhouse-${period}.${number}.log`;
}

/** Period and number of a file; null for one that is not of the log. */
export function readLogFileName(name: string): { readonly period: string; readonly number: number } | null {
  const match = PATTERN.exec(name);
  if (match === null) return null;
  const [, onlyNumber, period = "", number = "1"] = match;
  return { period, number: Number(onlyNumber ?? number) };
}
