import { parseConfigFile } from "@/config-file";
import type { LiveSettings } from "@/server/settings/live-settings.port";
import type { ResolvedSettings } from "@/shared/settings/resolve-settings";

/** Joins what was saved with environment and file; `Environment.withSaved`. */
export type JoinSaved = (saved: ReadonlyMap<string, string>) => ResolvedSettings;

/** The settings of this process; nothing saved is in force yet. */
export function createLiveSettings(withSaved: JoinSaved): LiveSettings {
  let resolved = withSaved(new Map());
  let version = 0;
  const listeners = new Set<(resolved: ResolvedSettings) => void>();
  return {
    get resolved() {
      return resolved;
    },
    get version() {
      return version;
    },
    apply: (saved, newVersion) => {
      resolved = withSaved(saved);
      version = newVersion;
      for (const listener of listeners) listener(resolved);
    },
    joined: withSaved,
    parse: parseConfigFile,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
