import type { LoginStep } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { eventOwner } from "@/server/services/connections/event-owner";
import { type LoginMemo, sealWaitingLogin } from "@/server/services/connections/login-memo";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { Settled } from "@/server/services/connections/settled";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Challenge } from "@/shared/schemas/challenge";

type WaitingStep = Extract<LoginStep, { kind: "waiting" }>;

/** Writes that the broker waits for the person. A poll that changed nothing moves only the time of the next one. */
export async function settleWaiting(
  ctx: ServiceContext,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  step: WaitingStep,
): Promise<Settled> {
  return ctx.storage.transaction(async (tx): Promise<Settled> => {
    const written = await tx.loginAttempts.update(attempt.id, attempt.version, {
      step: "waiting_for_person",
      challenge: step.challenge,
      stateCiphertext: await sealWaitingLogin(ctx, tx, attempt, memo, step.state),
      pollAt: step.pollAfterMs === null ? null : new Date(ctx.clock.now().getTime() + step.pollAfterMs),
      leaseToken: null,
      leaseUntil: null,
    });
    if (!written) {
      return "superseded";
    }
    const connection = await tx.connections.byId(attempt.connectionId);
    if (connection === null) {
      return "superseded";
    }
    const waiting = { type: "challenge_waiting", challenge: step.challenge.kind } as const;
    if (connection.health !== "needs_person" || !sameChallenge(attempt.challenge, step.challenge)) {
      await moveConnection(ctx, tx, connection, waiting);
    }
    await recordChallenge(ctx, tx, attempt, step.challenge);
    return "written";
  });
}

async function recordChallenge(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  challenge: Challenge,
): Promise<void> {
  const rejected = challenge.lastCodeRejected && attempt.step === "checking_answer";
  const issued = attempt.challenge === null || attempt.challenge.kind !== challenge.kind;
  if (!rejected && !issued) {
    return;
  }
  await recordFlight(ctx, tx, attempt.connectionId, "login_step", {
    loginId: attempt.id,
    challenge: challenge.kind,
    rejected,
    attemptsLeft: challenge.attemptsLeft,
  });
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, attempt.ownerId)),
    type: rejected ? "CHALLENGE_FAILED" : "CHALLENGE_ISSUED",
    outcome: rejected ? "failure" : "success",
    targetId: attempt.connectionId,
    details: { challenge: challenge.kind, attemptsLeft: challenge.attemptsLeft, loginId: attempt.id },
  });
}

function sameChallenge(before: Challenge | null, after: Challenge): boolean {
  return before !== null && JSON.stringify(before) === JSON.stringify(after);
}
