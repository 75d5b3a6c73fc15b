import { currentRequest } from "@/server/observability/request-scope";

/** Facts of a span: never secrets, addresses with ids in them, or what people or brokers wrote. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** A span that is under way. */
export interface OpenSpan {
  add(facts: SpanFacts): void;
}

/** Makes spans and sends them somewhere; there is one in a process, or none. */
export interface Tracer {
  /** Runs the work in a span below the one that is under way; what it throws marks the span as failed. */
  run<Result>(
    name: string,
    facts: SpanFacts,
    work: (span: OpenSpan) => Promise<Result>,
    parent?: string,
  ): Promise<Result>;
  /** Tells of work that is over by now. */
  finished(name: string, facts: SpanFacts, durationMs: number): void;
  stop(): Promise<void>;
}

/** The web server and the built pages are separate module graphs in one process, so the tracer hangs on the process. */
const KEY: unique symbol = Symbol.for("wheelhouse.tracer");

interface Holder {
  [KEY]?: Tracer | undefined;
}

const NO_SPAN: OpenSpan = { add: () => undefined };

/** From here on spans are made; null ends that. */
export function setTracer(tracer: Tracer | null): void {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] = tracer ?? undefined;
}

function tracerOfProcess(): Tracer | undefined {
  const holder: typeof globalThis & Holder = globalThis;
  return holder[KEY];
}

/**
 * Runs work within a span, where traces are made. `parent` is a `traceparent` header of W3C that a trusted proxy sent.
 */
export function inSpan<Result>(
  name: string,
  facts: SpanFacts,
  work: (span: OpenSpan) => Promise<Result>,
  parent?: string,
): Promise<Result> {
  const tracer = tracerOfProcess();
  return tracer === undefined ? work(NO_SPAN) : tracer.run(name, withRequest(facts), work, parent);
}

/** Tells of work that is over by now, such as a call to a broker. */
export function noteSpan(name: string, facts: SpanFacts, durationMs: number): void {
  tracerOfProcess()?.finished(name, withRequest(facts), durationMs);
}

function withRequest(facts: SpanFacts): SpanFacts {
  const { requestId } = currentRequest();
  return requestId === undefined ? facts : { ...facts, "wheelhouse.request_id": requestId };
}
