import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import { unwrapDataKey, wrapDataKey } from "@/server/secrets/data-keys";
import { unwrapInstallSecret, wrapInstallSecret } from "@/server/secrets/install-secrets";
import { canaryUnder } from "@/server/secrets/key-canary";
import type { MasterKey } from "@/server/secrets/master-key";
import type { MasterKeys } from "@/server/secrets/master-keys.port";
import type { InstallKeys } from "@/server/secrets/open-keys";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

interface MasterKeysOptions {
  readonly keys: Pick<InstallKeys, "ring" | "source" | "active">;
  readonly clock: Clock;
  readonly random: Random;
}

/** The master keys of this process, for the verbs that change them. */
export function createMasterKeys({ keys, clock, random }: MasterKeysOptions): MasterKeys {
  const { ring, source } = keys;
  let active = keys.active;

  async function rewrapDataKeys(tx: StorageTx, to: MasterKey): Promise<number> {
    const left = (await tx.dataKeys.list()).filter((one) => one.masterKeyFingerprint !== to.fingerprint);
    for (const record of left) {
      const bytes = opened(await unwrapDataKey(ring, record), record.masterKeyFingerprint);
      const text = wrapDataKey(to, random, record, bytes);
      bytes.fill(0);
      await tx.dataKeys.rewrap(record.id, record.masterKeyFingerprint, text, to.fingerprint);
    }
    return left.length;
  }

  async function rewrapInstallSecrets(tx: StorageTx, to: MasterKey): Promise<number> {
    const left = (await tx.installSecrets.list()).filter(
      (one) => one.masterKeyFingerprint !== to.fingerprint,
    );
    for (const record of left) {
      const bytes = opened(await unwrapInstallSecret(ring, record), record.masterKeyFingerprint);
      const text = wrapInstallSecret(to, random, record.name, bytes);
      bytes.fill(0);
      await tx.installSecrets.rewrap(record.name, record.masterKeyFingerprint, text, to.fingerprint);
    }
    return left.length;
  }

  async function activate(tx: StorageTx, from: string, to: MasterKey): Promise<void> {
    const now = clock.now();
    const canary = canaryUnder(to, random);
    const [old, known] = [
      await tx.masterKeys.byFingerprint(from),
      await tx.masterKeys.byFingerprint(to.fingerprint),
    ];
    if (old !== null) await tx.masterKeys.put({ ...old, retiredAt: now });
    await tx.masterKeys.put({
      fingerprint: to.fingerprint,
      source: source.kind,
      canary,
      firstUsedAt: known?.firstUsedAt ?? now,
      retiredAt: null,
      removedAt: null,
    });
    await tx.install.setKeyCanary(canary, to.fingerprint);
  }

  return {
    source: { kind: source.kind, place: source.place, keepsKeys: source.keepsKeys },
    held: () => {
      const held = [...new Set(ring.held().map(({ key }) => key.fingerprint))];
      return held.toSorted((a, b) => Number(b === active) - Number(a === active));
    },
    wanted: () => ring.wanted()?.fingerprint ?? null,
    refresh: async (tx) => {
      await ring.refresh();
      active = (await tx.install.get()).masterKeyFingerprint ?? active;
    },
    generate: async () => {
      const made = await source.generate(random);
      await ring.refresh();
      return made;
    },
    rewrapAll: async (tx, target) => {
      const from = (await tx.install.hold()).masterKeyFingerprint ?? active;
      const wanted = target === "wanted" ? ring.wanted() : null;
      const to = wanted ?? opened(await ring.byFingerprint(from), from);
      const dataKeys = await rewrapDataKeys(tx, to);
      const installSecrets = await rewrapInstallSecrets(tx, to);
      if (to.fingerprint === from && dataKeys + installSecrets === 0) return null;
      if (to.fingerprint !== from) await activate(tx, from, to);
      return { from, to: to.fingerprint, dataKeys, installSecrets };
    },
    settle: async (tx) => {
      active = (await tx.install.get()).masterKeyFingerprint ?? active;
      await source.settle(active, random);
      await ring.refresh();
    },
    remove: async (fingerprint, fate) => {
      const left = await source.remove(fingerprint, fate, random);
      await ring.refresh();
      return left;
    },
  };
}

function opened<Thing>(thing: Thing | null, fingerprint: string): Thing {
  if (thing === null) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `Something is still wrapped by the master key ${fingerprint}, which is not held here or does not open it. ` +
        "Put that key back, as APP_MASTER_KEY_PREVIOUS or as a key file; nothing was changed.",
    );
  }
  return thing;
}
