import { readConnectionView } from "@/server/services/connections/connection-view";
import { continueLogin, loadWaitingLogin } from "@/server/services/connections/continue-login";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ChallengeKind } from "@/shared/schemas/challenge";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Asks the broker for another challenge, such as a text message instead of the prompt. */
export async function switchChallenge(
  ctx: ServiceContext,
  input: { connectionId: string; loginId: string; to: ChallengeKind },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const attempt = await loadWaitingLogin(ctx.storage, connection, input.loginId);
  if (attempt.challenge?.alternatives.includes(input.to) !== true) {
    throw new AppError("VALIDATION_INVALID_INPUT", "The broker does not offer that way now", {
      fields: { to: "Choose one of the ways that are offered" },
    });
  }
  await continueLogin(ctx, connection, input.loginId, { kind: "switch", to: input.to });
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}
