import { headingOf } from "@/components/connections/flight/describe-act";
import { isTrouble } from "@/components/connections/flight/describe-record";
import type { FlightRecordKind, FlightRecordView } from "@/shared/schemas/flight-record";

/** One act of the timeline: everything that was noted under one flight id, or a row of acts that are alike. */
export interface FlightAct {
  readonly id: string;
  /** Oldest first. */
  readonly records: readonly FlightRecordView[];
  /** How many flights are in it: more than one where the same quiet question was asked again and again. */
  readonly times: number;
  readonly processes: readonly string[];
}

/**
 * The timeline as acts, newest first. Quiet questions in a row (was it approved yet?) become one act.
 *
 * @param newestFirst the records as the server gives them.
 */
export function groupFlights(newestFirst: readonly FlightRecordView[]): FlightAct[] {
  const flights = new Map<string, FlightRecordView[]>();
  for (const record of newestFirst) {
    flights.set(record.flightId, [record, ...(flights.get(record.flightId) ?? [])]);
  }
  const acts: FlightAct[] = [];
  for (const [id, records] of flights) {
    const newer = acts.at(-1);
    if (newer !== undefined && isAlike(newer.records, records)) {
      acts[acts.length - 1] = actOf(id, [...records, ...newer.records], newer.times + 1);
    } else {
      acts.push(actOf(id, records, 1));
    }
  }
  return acts;
}

/** Only the acts in which something did not go as it should. */
export function troubledActs(acts: readonly FlightAct[]): FlightAct[] {
  return acts.filter((act) => act.records.some(isTrouble));
}

/** Milliseconds from the first to the last line; a single call lasted as long as it says. */
export function durationMsOf(act: FlightAct): number {
  const first = act.records[0];
  const last = act.records.at(-1);
  if (first === undefined || last === undefined) return 0;
  // A call is noted when it ended: the first one began earlier by what it took.
  const tookMs = first.kind === "call" ? Number(first.details["tookMs"] ?? 0) : 0;
  return Date.parse(last.at) - Date.parse(first.at) + tookMs;
}

function actOf(id: string, records: FlightRecordView[], times: number): FlightAct {
  return { id, records, times, processes: [...new Set(records.map(({ process }) => process))] };
}

/** A program may ask as often as a page does. */
const QUIET: ReadonlySet<FlightRecordKind> = new Set(["call", "proxied_call"]);

function isAlike(newer: readonly FlightRecordView[], older: readonly FlightRecordView[]): boolean {
  const isQuiet = (records: readonly FlightRecordView[]) =>
    records.every((record) => QUIET.has(record.kind) && !isTrouble(record));
  return isQuiet(newer) && isQuiet(older) && headingOf(newer) === headingOf(older);
}
