import { readConnectionView } from "@/server/services/connections/connection-view";
import { continueLogin } from "@/server/services/connections/continue-login";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ChallengeAnswer, ConnectionView } from "@/shared/schemas/connection";
import { Secret } from "@/shared/secret";

/** Hands the person's answer to the broker, once. A refused code shows in the view's challenge. */
export async function answerChallenge(
  ctx: ServiceContext,
  input: { connectionId: string; loginId: string; answer: ChallengeAnswer },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const { answer } = input;
  await continueLogin(
    ctx,
    connection,
    input.loginId,
    answer.kind === "code"
      ? { kind: "code", code: new Secret(answer.code) }
      : { kind: "redirected", url: new Secret(answer.url) },
  );
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}
