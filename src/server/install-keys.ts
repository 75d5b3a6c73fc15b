import type { Clock } from "@/server/clock";
import type { Logger } from "@/server/observability/logger";
import type { Random } from "@/server/random";
import {
  createMasterKeySource,
  type MasterKeySettings,
  type MasterKeySource,
} from "@/server/secrets/master-key-source";
import { type InstallKeys, openKeys } from "@/server/secrets/open-keys";
import type { Storage } from "@/server/storage/storage";
import { createVaultClient } from "@/server/vault/vault-client";
import { createTransit } from "@/server/vault/vault-transit";
import type { VaultOptions } from "@/shared/settings/vault-options";

/** What the environment says of keys. */
export interface KeySettings extends MasterKeySettings {
  readonly vault: VaultOptions | null;
}

export interface KeyDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Where there is a log yet. */
  readonly log?: Logger;
}

export interface OpenKeySource {
  readonly source: MasterKeySource;
  close(): Promise<void>;
}

const NO_LOG: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Where the install's master keys come from; Vault is asked only where `VAULT_TRANSIT_KEY` is set. */
export async function openKeySource(
  settings: KeySettings,
  { clock, log = NO_LOG }: Omit<KeyDeps, "random">,
): Promise<OpenKeySource> {
  const { vault } = settings;
  if (vault?.transitKey === undefined) {
    return { source: createMasterKeySource(settings), close: () => Promise.resolve() };
  }
  const client = await createVaultClient(vault, { clock, log });
  const transit = createTransit(client.transit, vault.transitKey);
  return { source: createMasterKeySource(settings, transit), close: () => client.close() };
}

/** The keys of the install that this database is of; see {@link openKeys}. */
export async function openInstallKeys(
  settings: KeySettings,
  storage: Storage,
  deps: KeyDeps,
): Promise<InstallKeys & { close(): Promise<void> }> {
  const { source, close } = await openKeySource(settings, deps);
  try {
    return { ...(await openKeys({ storage, source, clock: deps.clock, random: deps.random })), close };
  } catch (error) {
    await close();
    throw error;
  }
}
