import { liveProcesses, processesWithout } from "@/server/services/keys/key-holders";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type {
  InstallSecretRecord,
  KeyRotationRecord,
  MasterKeyRecord,
  ProcessRunRecord,
} from "@/server/storage/operation-records";
import type { DataKeyRecord } from "@/server/storage/records";
import type { KeyRotationView, KeyStatus, MasterKeyView } from "@/shared/schemas/keys";

const DAY_MS = 86_400_000;
/** How long an old master key is kept, so that there is a way back. */
export const KEPT_AFTER_ROTATION_MS = 7 * DAY_MS;

/** Everything about the install's keys but the keys. */
export async function readKeyStatus(ctx: ServiceContext): Promise<KeyStatus> {
  permit(ctx, "manage_keys");
  const { storage, masterKeys } = ctx;
  await masterKeys.refresh(storage);
  const { masterKeyFingerprint } = await storage.install.get();
  const [records, dataKeys, secrets, runs, texts, running, [last]] = await Promise.all([
    storage.masterKeys.list(),
    storage.dataKeys.list(),
    storage.installSecrets.list(),
    liveProcesses(ctx, storage),
    storage.sealedTexts.countByKey(),
    storage.keyRotations.running(),
    storage.keyRotations.latest(1),
  ]);
  const active = masterKeyFingerprint ?? "";
  const wanted = masterKeys.wanted();
  const waiting = wanted === active ? null : wanted;
  const lacking = waiting === null ? [] : processesWithout(runs, waiting);
  const keys = records.map((record) =>
    masterKeyView(record, active, masterKeys.held(), [...dataKeys, ...secrets]),
  );
  const uses = [...texts.values()];
  const rotation = running ?? last;
  return {
    source: { ...masterKeys.source },
    active,
    waiting,
    lacking: [...lacking],
    nextStep: nextStepOf(waiting, lacking, keys),
    masterKeys: keys,
    processes: runs.map((run) => processView(run, ctx.processRun.id)),
    dataKeys: {
      live: dataKeys.filter(({ retiredAt }) => retiredAt === null).length,
      retired: dataKeys.filter(({ retiredAt }) => retiredAt !== null).length,
      texts: uses.reduce((sum, count) => sum + count, 0),
      mostUses: Math.max(0, ...uses),
      oldestAt: dataKeys.find(({ retiredAt }) => retiredAt === null)?.createdAt.toISOString() ?? null,
    },
    rotation: rotation === undefined ? null : rotationView(rotation),
  };
}

function nextStepOf(
  waiting: string | null,
  lacking: readonly string[],
  keys: readonly MasterKeyView[],
): KeyStatus["nextStep"] {
  if (waiting !== null) return lacking.length > 0 ? "wait" : "apply";
  return keys.some(({ state }) => state === "retired") ? "retire" : "generate";
}

function masterKeyView(
  record: MasterKeyRecord,
  active: string,
  held: readonly string[],
  wrapped: readonly (DataKeyRecord | InstallSecretRecord)[],
): MasterKeyView {
  const { fingerprint, source, firstUsedAt, retiredAt, removedAt } = record;
  const state = fingerprint === active ? "active" : removedAt === null ? "retired" : "removed";
  return {
    fingerprint,
    source,
    state,
    firstUsedAt: firstUsedAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
    removedAt: removedAt?.toISOString() ?? null,
    held: held.includes(fingerprint),
    wraps: wrapped.filter(({ masterKeyFingerprint }) => masterKeyFingerprint === fingerprint).length,
    removableFrom: state === "retired" ? removableFrom(record).toISOString() : null,
  };
}

/** From when on a key that was put out of use may be removed. */
export function removableFrom({ retiredAt, firstUsedAt }: MasterKeyRecord): Date {
  return new Date((retiredAt ?? firstUsedAt).getTime() + KEPT_AFTER_ROTATION_MS);
}

function processView({ id, host, pid, kind, masterKeys }: ProcessRunRecord, ownId: string) {
  return { id, name: `${host}-${pid}`, kind, isThis: id === ownId, masterKeys: [...masterKeys] };
}

/** A renewal of data keys without its lease. */
export function rotationView({
  id,
  status,
  done,
  total,
  startedAt,
  startedBy,
  endedAt,
}: KeyRotationRecord): KeyRotationView {
  return {
    id,
    status,
    done,
    total,
    startedAt: startedAt.toISOString(),
    startedBy,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
