import { z } from "zod";

/** Everything that the flight recorder of a connection can hold. */
export const FLIGHT_RECORD_KINDS = [
  /** One request to the broker and how it ended; `call_refused` never left the house. */
  "call",
  "call_refused",
  /** A call that a program had passed on to the broker, as a whole: `brokered`, `blocked` or `error`. */
  "proxied_call",
  /** A pause before the next step: for a lease, a free place in the window, or between two tries. */
  "wait",
  "lease_taken",
  "lease_lost",
  "breaker_opened",
  "breaker_probe",
  "breaker_closed",
  "refresh_began",
  "refresh_ended",
  "restore_ended",
  "keep_alive_ended",
  "login_began",
  "login_step",
  "login_ended",
  /** The connection went from one state to another. */
  "state",
  /** What the keeper decided to do, or not to do, and why. */
  "keeper",
] as const;
export const flightRecordKindSchema = z.enum(FLIGHT_RECORD_KINDS);
export type FlightRecordKind = z.infer<typeof flightRecordKindSchema>;

/** Names and codes only: never a token, an account number, an amount or a text that a person typed. */
export const flightDetailsSchema = z.record(
  z.string().max(40),
  z.union([z.string().max(300), z.number(), z.boolean(), z.null()]),
);
export type FlightDetails = z.infer<typeof flightDetailsSchema>;

/** One line of the timeline. */
export const flightRecordViewSchema = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  kind: flightRecordKindSchema,
  /** Joins the steps of one act, such as one refresh with its wait, call and outcome. */
  flightId: z.string(),
  process: z.string(),
  details: flightDetailsSchema,
});
export type FlightRecordView = z.infer<typeof flightRecordViewSchema>;

/** Lines that a connection keeps, and that its download holds, at most. */
export const MOST_FLIGHT_RECORDS = 20_000;

/** A page of the timeline, newest first. */
export const flightPageSchema = z.object({
  records: z.array(flightRecordViewSchema),
  /** For the next, older page; null at the end. */
  before: z.number().int().nullable(),
});
export type FlightPage = z.infer<typeof flightPageSchema>;

/** What is asked of the timeline. */
export const flightQuerySchema = z.object({
  connectionId: z.string().min(1).max(64),
  /** Only what is older than this `seq`. */
  before: z.number().int().positive().nullish(),
  limit: z.number().int().min(1).max(200).default(100),
  /** Only these kinds; all when left out. */
  kinds: z.array(flightRecordKindSchema).min(1).max(FLIGHT_RECORD_KINDS.length).optional(),
});
export type FlightQuery = z.infer<typeof flightQuerySchema>;

/** The flight recorder as a file. */
export const flightExportSchema = z.object({
  fileName: z.string(),
  /** JSON, UTF-8. */
  text: z.string(),
});
export type FlightExport = z.infer<typeof flightExportSchema>;
