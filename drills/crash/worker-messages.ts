import { z } from "zod";

/** What a person does at the page. */
export const actSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("connect"),
    connectionId: z.string(),
    username: z.string(),
    password: z.string(),
  }),
  z.object({ kind: z.enum(["refresh", "check", "disconnect", "read"]), connectionId: z.string() }),
]);
export type Act = z.infer<typeof actSchema>;

/** To a worker. `start` builds the server; a worker that was not started yet only has its modules loaded. */
export const orderSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    environment: z.record(z.string(), z.string()),
    /** The worker's clock is this far ahead of the machine's, milliseconds. */
    clockAheadMs: z.number(),
    /** Names the process: it stands in every id that it makes and in every request that it sends. */
    number: z.number().int().positive(),
    /** The person's app session, by which each act is judged anew. */
    appSessionId: z.string(),
  }),
  z.object({ type: z.literal("act"), id: z.number().int(), act: actSchema }),
  /** The person wants all notices at this webhook. */
  z.object({ type: z.literal("subscribe"), id: z.number().int(), url: z.string() }),
  z.object({ type: z.literal("stop") }),
]);
export type Order = z.infer<typeof orderSchema>;

/** From a worker. `code` is the error's code, null when the act went well. */
export const noteSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loaded") }),
  z.object({ type: z.literal("started") }),
  z.object({ type: z.literal("done"), id: z.number().int(), code: z.string().nullable() }),
]);
export type Note = z.infer<typeof noteSchema>;

const MARK_DIGITS = 12;

/** The end of every UUID that the worker makes: so a lease tells whose it is. */
export function markOf(workerNumber: number): string {
  return workerNumber.toString().padStart(MARK_DIGITS, "0");
}

/** The worker that made the UUID. */
export function workerOf(uuid: string): number {
  return Number(uuid.slice(-MARK_DIGITS));
}

/** The request header that tells the tap which worker asks. */
export const WORKER_HEADER = "x-drill-worker";
