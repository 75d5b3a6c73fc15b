import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { applyWantedKey } from "@/server/services/keys/apply-wanted-key";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ConfirmInput, KeyStatus } from "@/shared/schemas/keys";

/**
 * Changes over to the new master key while everything serves. Throws API_CONFLICT where no new key waits, or a process
 * that runs does not hold it, which is named; and as {@link confirmPerson}.
 */
export async function applyMasterKey(ctx: ServiceContext, input: ConfirmInput): Promise<KeyStatus> {
  const actor = permit(ctx, "manage_keys");
  await confirmPerson(ctx, actor, { password: input.confirmPassword, type: "KEY_ROTATED", targetId: null });
  const change = await applyWantedKey(ctx);
  if (change.state === "nothing") {
    throw new AppError("API_CONFLICT", "No new master key waits to be applied. Generate one first.");
  }
  if (change.state === "waiting") {
    throw new AppError(
      "API_CONFLICT",
      `These processes do not hold the new key: ${change.lacking.join(", ")}. One that shares this data folder looks for ` +
        "it every 15 seconds; give it to the others, and restart them.",
    );
  }
  return readKeyStatus(ctx);
}
