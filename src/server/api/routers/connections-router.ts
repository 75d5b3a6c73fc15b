import { tracked } from "@trpc/server";
import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router, subscription } from "@/server/api/trpc";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { addConnection } from "@/server/services/connections/add-connection";
import { answerChallenge } from "@/server/services/connections/answer-challenge";
import { cancelLogin } from "@/server/services/connections/cancel-login";
import { changeConnection } from "@/server/services/connections/change-connection";
import { checkConnection } from "@/server/services/connections/check-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { forgetCredentials } from "@/server/services/connections/forget-credentials";
import { getConnection } from "@/server/services/connections/get-connection";
import { listAttempts } from "@/server/services/connections/list-attempts";
import { listConnections } from "@/server/services/connections/list-connections";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { removeConnection } from "@/server/services/connections/remove-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { switchChallenge } from "@/server/services/connections/switch-challenge";
import { watchConnections } from "@/server/services/connections/watch-connections";
import { exportFlightRecords } from "@/server/services/flight-recorder/export-flight-records";
import { listFlightRecords } from "@/server/services/flight-recorder/list-flight-records";
import { endLease } from "@/server/services/leases/end-lease";
import { listLeases } from "@/server/services/leases/list-leases";
import { readRequestBudget } from "@/server/services/upstream/read-request-budget";
import { brokerSessionViewSchema } from "@/shared/schemas/broker-session";
import { challengeKindSchema } from "@/shared/schemas/challenge";
import {
  addConnectionInputSchema,
  challengeAnswerSchema,
  changeConnectionInputSchema,
  connectionAttemptSchema,
  connectionViewSchema,
  requestBudgetSchema,
  startLoginInputSchema,
} from "@/shared/schemas/connection";
import { flightExportSchema, flightPageSchema, flightQuerySchema } from "@/shared/schemas/flight-record";
import { endedLeaseSchema, sessionLeaseViewSchema } from "@/shared/schemas/session-lease";

const idSchema = z.string().min(1).max(64);
const connectionInput = z.object({ connectionId: idSchema });
const loginInput = connectionInput.extend({ loginId: idSchema });
const manage = "manage_connections" as const;
const readsOwn = noAudit("reads the person's own connections");

/** The person's connections: everything here is scoped to the one who asks. */
export const connectionsRouter = router({
  list: procedure({ access: manage, audit: readsOwn, output: z.array(connectionViewSchema) }).query(
    ({ ctx }) => listConnections(ctx),
  ),
  get: procedure({ access: manage, audit: readsOwn, output: connectionViewSchema })
    .input(connectionInput)
    .query(({ ctx, input }) => getConnection(ctx, input)),
  attempts: procedure({ access: manage, audit: readsOwn, output: z.array(connectionAttemptSchema) })
    .input(connectionInput)
    .query(({ ctx, input }) => listAttempts(ctx, input)),
  budget: procedure({ access: manage, audit: readsOwn, output: requestBudgetSchema.nullable() })
    .input(connectionInput)
    .query(({ ctx, input }) => readRequestBudget(ctx, input)),
  leases: procedure({ access: manage, audit: readsOwn, output: z.array(sessionLeaseViewSchema) })
    .input(connectionInput)
    .query(({ ctx, input }) => listLeases(ctx, input)),
  endLease: procedure({ access: manage, audit: audited("SESSION_LEASE_ENDED"), output: endedLeaseSchema })
    .input(connectionInput.extend({ leaseId: idSchema }))
    .mutation(({ ctx, input }) => endLease(ctx, input)),
  flightRecords: procedure({ access: manage, audit: readsOwn, output: flightPageSchema })
    .input(flightQuerySchema)
    .query(({ ctx, input }) => listFlightRecords(ctx, input)),
  exportFlightRecords: procedure({
    access: manage,
    audit: audited("FLIGHT_RECORD_EXPORTED"),
    output: flightExportSchema,
  })
    .input(connectionInput)
    .mutation(({ ctx, input }) => exportFlightRecords(ctx, input)),
  sessions: procedure({ access: manage, audit: readsOwn, output: z.array(brokerSessionViewSchema) }).query(
    ({ ctx }) => SessionManager.listSessions(ctx),
  ),
  watch: subscription({ access: manage, audit: readsOwn })
    .input(z.object({ lastEventId: z.string().max(20_000).nullish() }).optional())
    .subscription(async function* ({ ctx, input, signal }) {
      const until = signal ?? new AbortController().signal;
      for await (const state of watchConnections(ctx, until, input?.lastEventId ?? undefined)) {
        yield tracked(state.key, z.array(connectionViewSchema).parse(state.connections));
      }
    }),
  add: procedure({ access: manage, audit: audited("CONNECTION_ADDED"), output: connectionViewSchema })
    .input(addConnectionInputSchema)
    .mutation(({ ctx, input }) => addConnection(ctx, input)),
  change: procedure({ access: manage, audit: audited("CONNECTION_CHANGED"), output: connectionViewSchema })
    .input(changeConnectionInputSchema)
    .mutation(({ ctx, input }) => changeConnection(ctx, input)),
  startLogin: procedure({
    access: manage,
    audit: audited(
      "LOGIN_STARTED",
      "LOGIN",
      "LOGIN_VIA_DEVICE_TOKEN",
      "LOGIN_FAILED",
      "LOGIN_INVALID_CREDENTIALS",
      "LOGIN_REFUSED_BY_GUARD",
      "CHALLENGE_ISSUED",
      "CREDENTIALS_STORED",
    ),
    output: connectionViewSchema,
  })
    .input(startLoginInputSchema)
    .mutation(({ ctx, input }) => startLogin(ctx, input)),
  answerChallenge: procedure({
    access: manage,
    audit: audited("CHALLENGE_ANSWERED", "CHALLENGE_FAILED", "LOGIN", "LOGIN_FAILED", "CREDENTIALS_STORED"),
    output: connectionViewSchema,
  })
    .input(loginInput.extend({ answer: challengeAnswerSchema }))
    .mutation(({ ctx, input }) => answerChallenge(ctx, input)),
  switchChallenge: procedure({
    access: manage,
    audit: audited("CHALLENGE_SWITCHED", "CHALLENGE_ISSUED", "CHALLENGE_FAILED", "LOGIN_FAILED"),
    output: connectionViewSchema,
  })
    .input(loginInput.extend({ to: challengeKindSchema }))
    .mutation(({ ctx, input }) => switchChallenge(ctx, input)),
  cancelLogin: procedure({ access: manage, audit: audited("LOGIN_CANCELLED"), output: connectionViewSchema })
    .input(loginInput)
    .mutation(({ ctx, input }) => cancelLogin(ctx, input)),
  check: procedure({
    access: manage,
    audit: audited("SESSION_VALIDATED", "SESSION_REFRESHED", "SESSION_REFRESH_FAILED", "SESSION_EXPIRED"),
    output: connectionViewSchema,
  })
    .input(connectionInput)
    .mutation(({ ctx, input }) => checkConnection(ctx, input)),
  refresh: procedure({
    access: manage,
    audit: audited("SESSION_REFRESHED", "SESSION_REFRESH_FAILED", "SESSION_EXPIRED"),
    output: connectionViewSchema,
  })
    .input(connectionInput)
    .mutation(({ ctx, input }) => refreshConnection(ctx, input)),
  retry: procedure({
    access: manage,
    audit: audited(
      "SESSION_RETRIED",
      "SESSION_REFRESHED",
      "SESSION_REFRESH_FAILED",
      "SESSION_NOT_RENEWABLE",
      "SESSION_RESTORED",
      "SESSION_GIVEN_UP",
      "SESSION_EXPIRED",
    ),
    output: connectionViewSchema,
  })
    .input(connectionInput)
    .mutation(({ ctx, input }) => retryConnection(ctx, input)),
  disconnect: procedure({
    access: manage,
    audit: audited("LOGOUT", "LOGOUT_LOCAL_ONLY", "CREDENTIALS_FORGOTTEN"),
    output: connectionViewSchema,
  })
    .input(connectionInput.extend({ forgetCredentials: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => disconnect(ctx, input)),
  forgetCredentials: procedure({
    access: manage,
    audit: audited("CREDENTIALS_FORGOTTEN"),
    output: connectionViewSchema,
  })
    .input(connectionInput)
    .mutation(({ ctx, input }) => forgetCredentials(ctx, input)),
  remove: procedure({
    access: manage,
    audit: audited("CONNECTION_REMOVED", "LOGIN_CANCELLED"),
    output: z.object({}),
  })
    .input(connectionInput)
    .mutation(async ({ ctx, input }) => {
      await removeConnection(ctx, input);
      return {};
    }),
});
