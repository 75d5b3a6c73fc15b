import type { LoginOutcome } from "@/headless/login-run";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

/** The error of a login that brought no session, with the wait where the login guard holds the next one back. */
export function loginFailure(
  ctx: Pick<ServiceContext, "clock">,
  outcome: Exclude<LoginOutcome, { kind: "connected" }>,
): AppError {
  switch (outcome.kind) {
    case "cancelled":
      return new AppError("AUTH_LOGIN_INTERRUPTED", "The sign-in was cancelled");
    case "person_needed":
      return new AppError(
        "AUTH_PERSON_NEEDED",
        `The broker wants an answer from a person (${outcome.challenge.kind}); the sign-in was cancelled`,
      );
    case "failed": {
      const plain = new AppError(outcome.code);
      const { notBefore } = outcome.connection;
      const leftMs = notBefore === null ? 0 : new Date(notBefore).getTime() - ctx.clock.now().getTime();
      if (leftMs <= 0) return plain;
      return new AppError(outcome.code, `${plain.message}; no sign-in before ${notBefore}`, {
        retryAfterSeconds: Math.ceil(leftMs / 1000),
      });
    }
  }
}
