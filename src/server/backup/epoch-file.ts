import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fileErrorOf } from "@/server/backup/new-file";
import type { Random } from "@/server/random";
import type { EpochMemory } from "@/server/services/install/copy-guard";

const FILE_MODE = 0o600;
const fileSchema = z.object({ installId: z.string(), epoch: z.int().nonnegative() });

/** Remembers the epoch in `install.json` of the data folder; a file that can't be read remembers nothing. */
export function createEpochFile(dataDir: string, random: Random): EpochMemory {
  const path = join(dataDir, "install.json");
  return {
    read: async (installId) => {
      const text = await readFile(path, "utf8").catch(() => "null");
      const found = fileSchema.safeParse(parsed(text));
      return found.success && found.data.installId === installId ? found.data.epoch : null;
    },
    write: async (installId, epoch) => {
      const draft = `${path}.${random.uuid()}`;
      try {
        await writeFile(draft, `${JSON.stringify({ installId, epoch })}\n`, { mode: FILE_MODE });
        await rename(draft, path);
      } catch (error) {
        throw fileErrorOf(error, path);
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
