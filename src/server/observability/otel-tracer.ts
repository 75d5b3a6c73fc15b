import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BatchSpanProcessor, type NodeTracerConfig, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Tracer } from "@/server/observability/traces";
import { APP_VERSION } from "@/shared/app-version";
import { codeOf } from "@/shared/code-of";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const EXPORT_TIMEOUT_MS = 5000;

/**
 * Makes spans with OpenTelemetry and sends them to a collector, such as `http://127.0.0.1:4318`, as OTLP over HTTP.
 * Nothing is registered globally: the web framework would begin to send spans of its own, with whole addresses in them.
 */
export function createOtelTracer(endpoint: string): Tracer {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new NodeTracerProvider({
    resource: RESOURCE,
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("wheelhouse", APP_VERSION);
  const contexts = new AsyncLocalStorage<Context>();
  const above = (parent?: string) => contextOf(parent) ?? contexts.getStore() ?? ROOT_CONTEXT;
  return {
    run: async (name, facts, work, parent) => {
      const context = above(parent);
      const span = tracer.startSpan(name, { attributes: facts }, context);
      try {
        return await contexts.run(trace.setSpan(context, span), () =>
          work({ add: (more) => span.setAttributes(more) }),
        );
      } catch (error) {
        // The code only: a message may hold what somebody wrote.
        span.setAttribute("error.type", codeOf(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    finished: (name, facts, durationMs) => {
      const endTime = Date.now();
      const span = tracer.startSpan(name, { attributes: facts, startTime: endTime - durationMs }, above());
      span.end(endTime);
    },
    stop: () => provider.shutdown(),
  };
}

const RESOURCE_FACTS = { "service.name": "wheelhouse", "service.version": APP_VERSION };
const RESOURCE: NonNullable<NodeTracerConfig["resource"]> = {
  attributes: RESOURCE_FACTS,
  merge: () => RESOURCE,
  getRawAttributes: () => Object.entries(RESOURCE_FACTS),
};

/** The span that a caller began; null where the header is none or not well-formed. */
function contextOf(traceparent: string | undefined): Context | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  const spanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(spanContext) ? trace.setSpanContext(ROOT_CONTEXT, spanContext) : null;
}
