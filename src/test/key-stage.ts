import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeySource, type MasterKeySettings } from "@/server/secrets/master-key-source";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { openKeys } from "@/server/secrets/open-keys";
import type { Transit } from "@/server/secrets/transit.port";
import type { ServiceContext } from "@/server/services/service-context";
import { createSeededRandom } from "@/test/seeded-random";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { FIRST_KEY } from "@/test/test-keys";
import { testProcess } from "@/test/test-process";

/** An install with a key folder, in which processes with keys of their own start. */
export interface KeyStage {
  readonly harness: ServiceHarness;
  readonly keyFolder: string;
  /** The settings of an install whose keys Wheelhouse keeps in files. */
  readonly ownFiles: MasterKeySettings;
  /** A process that starts with what these settings give it, and an admin who acts in it. */
  start(settings?: MasterKeySettings, name?: string, transit?: Transit | null): Promise<ServiceContext>;
  close(): Promise<void>;
}

/** The database was written with {@link FIRST_KEY}, which is also in the key folder. */
export async function createKeyStage(): Promise<KeyStage> {
  const harness = await createServiceHarness();
  const dataDir = await mkdtemp(join(tmpdir(), "wheelhouse-keys-"));
  const keyFolder = join(dataDir, "keys");
  const masterKeyFile = join(keyFolder, "master.key");
  await mkdir(keyFolder);
  await writeFile(masterKeyFile, `${FIRST_KEY}\n`, { mode: 0o600 });
  const ownFiles: MasterKeySettings = {
    masterKey: undefined,
    previousMasterKey: undefined,
    masterKeyFile,
    isOwnKeyFile: true,
    dataDir,
  };
  const { storage } = harness.services;
  const admin = await harness.person({ roles: ["admin"] });
  return {
    harness,
    keyFolder,
    ownFiles,
    start: async (settings = ownFiles, name = "process-1", transit = null) => {
      const { clock } = harness;
      const random = createSeededRandom(`${name} ${crypto.randomUUID()}`);
      const keys = await openKeys({
        storage,
        source: createMasterKeySource(settings, transit),
        clock,
        random,
      });
      const masterKeys = createMasterKeys({ keys, clock, random });
      const process = testProcess({ id: name, host: name, pid: 1 });
      return {
        ...(await harness.as(admin)),
        random,
        cipher: createEnvelopeCipher({ keys, clock, random }),
        masterKeys,
        processRun: {
          ...process,
          get masterKeys() {
            return masterKeys.held();
          },
        },
      };
    },
    close: async () => {
      await harness.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
