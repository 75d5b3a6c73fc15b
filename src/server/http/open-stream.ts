import type { Dispatcher } from "undici";
import { failureCause, failureCode } from "@/server/http/failure-code";
import type { HttpStream } from "@/server/http/http.port";
import { AppError } from "@/shared/app-error";

export interface StreamTerms {
  /** Until the headers are there. */
  readonly headTimeoutMs: number;
  /** How long nobody may take the bytes that are there: a reader that went away silently must not hold a connection. */
  readonly stallTimeoutMs: number;
  /** The caller's own end. */
  readonly signal: AbortSignal | undefined;
  /** Called once, when the reply is over in whatever way. */
  readonly over: () => void;
}

/** Bytes of a body that are read only to keep the connection; one with more is dropped with it. */
const MOST_DISCARDED_BYTES = 64 * 1024;

/**
 * Sends the request and gives the reply when its headers are there. The body is read from the socket only as fast as
 * it is taken. Throws, and fails the body with, AppError; a caller that went away says nothing about the other side:
 * that is API_CONFLICT.
 */
export async function openStream(
  send: (signal: AbortSignal) => Promise<Dispatcher.ResponseData>,
  terms: StreamTerms,
): Promise<HttpStream> {
  const ending = new AbortController();
  const leave = () => ending.abort(new AppError("API_CONFLICT", "The caller went away"));
  const isOver = once(() => {
    clearTimeout(timer);
    terms.signal?.removeEventListener("abort", leave);
    terms.over();
  });
  let timer = setTimeout(() => ending.abort(new AppError("CONN_TIMEOUT")), terms.headTimeoutMs);
  terms.signal?.addEventListener("abort", leave);
  if (terms.signal?.aborted === true) leave();
  const failed = (error: unknown): AppError => {
    isOver();
    const { reason }: { reason: unknown } = ending.signal;
    return reason instanceof AppError
      ? reason
      : new AppError(failureCode(error), undefined, { cause: failureCause(error) });
  };

  const reply = await send(ending.signal).catch((error: unknown) => {
    throw failed(error);
  });
  // Whoever reads is told by the iterator; an error while nobody reads must not end the process.
  reply.body.on("error", () => undefined);
  const bytes: AsyncIterator<Uint8Array> = reply.body[Symbol.asyncIterator]();
  const awaitReader = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ending.abort(new AppError("CONN_TIMEOUT")), terms.stallTimeoutMs);
  };
  awaitReader();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        clearTimeout(timer);
        try {
          const next = await bytes.next();
          if (next.done === true) {
            isOver();
            controller.close();
            return;
          }
          controller.enqueue(next.value);
          awaitReader();
        } catch (error) {
          controller.error(failed(error));
        }
      },
      cancel: () => {
        isOver();
        ending.abort();
      },
    },
    // Nothing is read ahead of what is asked for.
    { highWaterMark: 0 },
  );
  const { statusCode: status } = reply;
  if (status < 200 || status > 599) {
    ending.abort();
    isOver();
    throw new AppError("CONN_UNEXPECTED_REPLY");
  }
  const headers = Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: Object.fromEntries(headers),
    body,
    discard: () => {
      isOver();
      void reply.body.dump({ limit: MOST_DISCARDED_BYTES }).catch(() => undefined);
    },
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      run();
    }
  };
}
