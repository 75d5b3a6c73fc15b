import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { recordEvent } from "@/server/services/audit/record-event";
import { rotationView } from "@/server/services/keys/read-key-status";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { KeyRotationRecord } from "@/server/storage/operation-records";
import { AppError } from "@/shared/app-error";
import type { ConfirmInput, KeyRotationView } from "@/shared/schemas/keys";

/**
 * Gives every person a new data key. What is written from now on is under the new ones; what is stored follows in the
 * background, see `resealTexts`. Throws API_CONFLICT while a renewal goes on, and as {@link confirmPerson}.
 */
export async function renewDataKeys(ctx: ServiceContext, input: ConfirmInput): Promise<KeyRotationView> {
  const actor = permit(ctx, "manage_keys");
  await confirmPerson(ctx, actor, {
    password: input.confirmPassword,
    type: "DATA_KEYS_RENEWAL_STARTED",
    targetId: null,
  });
  return ctx.storage.transaction(async (tx) => {
    if ((await tx.keyRotations.running()) !== null) {
      throw new AppError("API_CONFLICT", "The data keys are being renewed already.");
    }
    const people = new Set((await tx.users.list()).map(({ id }) => id));
    const live = (await tx.dataKeys.list()).filter(
      ({ retiredAt, ownerId }) => retiredAt === null && people.has(ownerId),
    );
    for (const ownerId of new Set(live.map((key) => key.ownerId))) await ctx.cipher.renewKey(tx, ownerId);
    const counts = await tx.sealedTexts.countByKey();
    const rotation: KeyRotationRecord = {
      id: ctx.random.uuid(),
      status: "running",
      cursor: "",
      done: 0,
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      startedAt: ctx.clock.now(),
      startedById: actor.userId,
      startedBy: actor.email,
      endedAt: null,
      errorCode: null,
      leaseToken: null,
      leaseUntil: null,
    };
    await tx.keyRotations.create(rotation);
    await recordEvent(ctx, tx, {
      type: "DATA_KEYS_RENEWAL_STARTED",
      outcome: "success",
      targetId: rotation.id,
      details: { dataKeys: live.length, texts: rotation.total },
    });
    return rotationView(rotation);
  });
}
