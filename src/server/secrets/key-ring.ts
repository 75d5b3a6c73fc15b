import type { MasterKey } from "@/server/secrets/master-key";
import type { HeldKey, MasterKeySource } from "@/server/secrets/master-key-source";

/** The master keys that this process holds, looked up by fingerprint and never tried in turn. */
export interface KeyRing {
  /** The key, or null where it is nowhere. A fingerprint that is not known yet makes the ring look at the source again. */
  byFingerprint(fingerprint: string): Promise<MasterKey | null>;
  /** The key that is to wrap what is written from the next change on. */
  wanted(): MasterKey | null;
  held(): readonly HeldKey[];
  refresh(): Promise<void>;
}

/** A ring that was filled from the source; another process may have put a key there since. */
export async function createKeyRing(source: Pick<MasterKeySource, "read">): Promise<KeyRing> {
  let keys = await source.read();
  const refresh = async () => {
    keys = await source.read();
  };
  const find = (fingerprint: string) =>
    keys.held.find(({ key }) => key.fingerprint === fingerprint)?.key ?? null;
  return {
    byFingerprint: async (fingerprint) => {
      const known = find(fingerprint);
      if (known !== null) return known;
      await refresh();
      return find(fingerprint);
    },
    wanted: () => keys.wanted,
    held: () => keys.held,
    refresh,
  };
}
