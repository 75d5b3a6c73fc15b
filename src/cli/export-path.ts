import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CommandCall } from "@/cli/command-spec";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionFileFormat } from "@/server/session-file/formats/decode-session-file";

const ENDINGS: Readonly<Record<SessionFileFormat, string>> = {
  pickle: ".pickle",
  json: ".json",
  encrypted: ".session",
};

/**
 * Where a session is exported to when nobody named a file: the folder of `SESSION_STORAGE_LOCATION`, which is made
 * for its owner alone where it is not there, and `SESSION_FILE_PREFIX` before the connection's label.
 */
export async function exportPath(
  call: CommandCall,
  { liveSettings }: Pick<ServiceContext, "liveSettings">,
  label: string,
  format: SessionFileFormat,
): Promise<string> {
  const { SESSION_STORAGE_LOCATION, SESSION_FILE_PREFIX } = liveSettings.resolved.values;
  const folder = SESSION_STORAGE_LOCATION ?? join(call.install.environment().dataDir, "sessions");
  const whole = folder.replace(/^~(?=\/)/, () => homedir());
  await mkdir(whole, { recursive: true, mode: 0o700 });
  const name = label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return join(whole, `${SESSION_FILE_PREFIX}${name}${ENDINGS[format]}`);
}
