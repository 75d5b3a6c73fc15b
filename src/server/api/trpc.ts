import { initTRPC } from "@trpc/server";
import type { ZodType } from "zod";
import type { ApiContext } from "@/server/api/context";
import { toKnownError, toTrpcError } from "@/server/api/error-mapping";
import type { ProcedurePolicy } from "@/server/api/policy";
import { inSpan } from "@/server/observability/traces";
import { recordEvent } from "@/server/services/audit/record-event";
import { breathe } from "@/server/services/breathe";
import { permit } from "@/server/services/permit";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import { errorClassOf } from "@/shared/error-class";
import { toErrorResponse } from "@/shared/error-response";

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedurePolicy>()
  .create({
    defaultMeta: { access: { kind: "public", reason: "" }, audit: { kind: "none", reason: "" } },
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      message: shape.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        response: toErrorResponse(
          toKnownError(error),
          ctx?.request.id ?? "unknown",
          ctx?.clock.now() ?? new Date(0),
        ),
      },
    }),
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const mapErrors = t.middleware(async ({ ctx, next }) => {
  const result = await next();
  if (!result.ok) {
    ctx.metrics.count("error_count", 1, errorClassOf(codeOf(toKnownError(result.error))));
    throw toTrpcError(result.error);
  }
  // A long answer takes as long to be written out as it took to be checked: not in the same turn of the event loop.
  await breathe();
  return result;
});

const traced = t.middleware(({ path, next }) =>
  inSpan(`act ${path}`, {}, async (span) => {
    const result = await next();
    if (!result.ok) span.add({ "error.type": codeOf(toKnownError(result.error)) });
    return result;
  }),
);

const enforce = t.middleware(async ({ ctx, meta, path, next }) => {
  const access = meta?.access;
  if (typeof access === "string") {
    try {
      permit(ctx, access);
    } catch (error) {
      if (error instanceof AppError && error.code === "API_PERMISSION_DENIED") {
        await ctx.storage.transaction((tx) =>
          recordEvent(ctx, tx, {
            type: "PERMISSION_DENIED",
            outcome: "denied",
            targetId: path,
            details: { permission: access },
          }),
        );
      }
      throw error;
    }
  }
  return next();
});

/**
 * The only way to make a procedure: it takes who may call it, what it writes to the audit log and what it
 * returns. Leaving one out does not compile; the output schema drops whatever else a verb might return.
 */
export function procedure<Output>(policy: ProcedurePolicy & { readonly output: ZodType<Output> }) {
  const { output, access, audit } = policy;
  return t.procedure.meta({ access, audit }).use(traced).use(mapErrors).use(enforce).output(output);
}

/** The same for subscriptions, which tRPC types by their generator instead of an output schema. */
export function subscription(policy: ProcedurePolicy) {
  return t.procedure
    .meta({ access: policy.access, audit: policy.audit })
    .use(traced)
    .use(mapErrors)
    .use(enforce);
}
