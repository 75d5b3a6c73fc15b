import type { ConnectionState } from "./api-types";
import { errorOfProblem, errorOfTransport, WheelhouseError } from "./wheelhouse-error";

/** What the stream of events tells. */
export type ConnectionChange =
  | { readonly kind: "connection"; readonly connection: ConnectionState }
  | { readonly kind: "removed"; readonly connectionId: string };

export interface WatchOptions {
  /** Aborting it ends the iteration without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each interruption before the stream is opened anew. */
  readonly onInterruption?: (error: WheelhouseError) => void;
}

interface Stream {
  readonly open: (lastEventId: string | null, signal: AbortSignal | undefined) => Promise<Response>;
  readonly wait: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

/** Wheelhouse gives a sign of life every 15 seconds. */
const SILENT_MS = 45_000;
const LONGEST_PAUSE_SECONDS = 30;

/**
 * Changes as they happen, beginning with how all connections stand. An interrupted stream goes on where it was cut off,
 * after a growing pause. Throws WheelhouseError when the token may not go on.
 */
export async function* connectionChanges(
  { open, wait }: Stream,
  { signal, onInterruption }: WatchOptions,
): AsyncGenerator<ConnectionChange, void> {
  let lastEventId: string | null = null;
  let interruptions = 0;
  while (signal?.aborted !== true) {
    let trouble = errorOfTransport(undefined, false);
    try {
      for await (const told of eventsOf(await open(lastEventId, signal))) {
        lastEventId = told.id ?? lastEventId;
        interruptions = 0;
        const change = changeOf(told);
        if (change !== null) yield change;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (isFinal(error)) throw error;
      if (error instanceof WheelhouseError) trouble = error;
    }
    if (signal?.aborted) return;
    onInterruption?.(trouble);
    const seconds = trouble.retryAfter ?? Math.min(LONGEST_PAUSE_SECONDS, 2 ** interruptions);
    interruptions += 1;
    await wait(seconds * 1000, signal);
  }
}

/** Another try won't help: the token is not let in, or what was asked is wrong. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof WheelhouseError)) return true;
  const { status } = error;
  return status !== null && status >= 400 && status < 500 && status !== 429;
}

/** Null for what only moves the id on. Throws what `end` says. */
function changeOf({ event, data }: StreamEvent): ConnectionChange | null {
  if (event === "connection") return { kind: "connection", connection: JSON.parse(data) };
  if (event === "removed") return { kind: "removed", connectionId: JSON.parse(data).id };
  if (event === "end") throw errorOfProblem(data) ?? errorOfTransport(undefined, false);
  return null;
}

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void> {
  if (!response.ok || response.body === null) throw errorOfTransport(undefined, false);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { value, done } = await nextPart(reader);
      if (done) return;
      const blocks = (text + value).split("\n\n");
      text = blocks.pop() ?? "";
      yield* blocks.flatMap(eventIn);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function nextPart(reader: ReadableStreamDefaultReader<string>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silent = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(errorOfTransport(undefined, true)), SILENT_MS);
  });
  try {
    return await Promise.race([reader.read(), silent]);
  } catch (error) {
    throw error instanceof WheelhouseError ? error : errorOfTransport(error, false);
  } finally {
    clearTimeout(timer);
  }
}

/** Comments have no event. */
function eventIn(block: string): StreamEvent[] {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const event = fields.get("event");
  return event === undefined ? [] : [{ event, data: fields.get("data") ?? "", id: fields.get("id") ?? null }];
}
