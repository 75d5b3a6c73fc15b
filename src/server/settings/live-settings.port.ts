import type { ConfigFile } from "@/config-file";
import type { ResolvedSettings } from "@/shared/settings/resolve-settings";

/** The settings of this process: what stands in environment and file, and what admins saved, joined. */
export interface LiveSettings {
  /** All of them, with their origins. */
  readonly resolved: ResolvedSettings;
  /** The version of the saved settings that is in force here; 0 where none was ever saved. */
  readonly version: number;
  /** Joins saved values, by name, in place of those from before, and tells the listeners. */
  apply(saved: ReadonlyMap<string, string>, version: number): void;
  /** What would hold with these saved values. */
  joined(saved: ReadonlyMap<string, string>): ResolvedSettings;
  /** Reads a text as `config.yaml` is read; `file` is its name in messages. */
  parse(text: string, file: string): ConfigFile;
  /** Hears of every change, after it is in force. Returns the way to stop hearing. */
  onChange(listener: (resolved: ResolvedSettings) => void): () => void;
}
