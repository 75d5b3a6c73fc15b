import type { z } from "zod";

/** The parts that the settings are put together by, in the order of pages and documents. */
export const SETTING_GROUPS = {
  interface: "Pages",
  connections: "Connections",
  sessions: "Broker sessions",
  security: "Security",
  storage: "Credential storage",
  vault: "Vault",
  logging: "Log",
  measurement: "Metrics and traces",
  notices: "Mail and notices",
  brokers: "Addresses of brokers",
  server: "Server",
  install: "Data and keys",
  credentials: "Credentials of the owner",
} as const;
export type SettingGroup = keyof typeof SETTING_GROUPS;

/** How a value is put in, on a page. */
export type SettingForm =
  | { readonly kind: "integer"; readonly min: number; readonly max: number; readonly unit: string | null }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "switch" }
  | { readonly kind: "size" }
  | { readonly kind: "text" }
  | { readonly kind: "list" }
  | { readonly kind: "secret" };

/**
 * Who may set it. `operator`: environment and file only; `admin`: also on the settings page, for all; `person`: an
 * admin sets what holds until a person chooses for themselves.
 */
export type SettingScope = "operator" | "admin" | "person";

/** All that is told of a setting, beside what it means. */
export interface SettingFacts {
  readonly label: string;
  /** What it does, in a sentence or three. */
  readonly help: string;
  /** Its key in `config.yaml`, from below `settings`; null where it may not stand in a file, as secrets may not. */
  readonly yaml: string | null;
  readonly scope: SettingScope;
  /** Other spellings of its variable; the documented one wins. */
  readonly aliases?: readonly string[];
  /** What holds where it is not set and has no default, in words. */
  readonly whenUnset?: string;
  /** Whether a change needs a restart of every process. */
  readonly restart?: boolean;
}

/** One setting: what may be written, what it means, and what is told of it. Every layer holds it as text. */
export interface Setting<Value = unknown, Initially extends string | null = string | null>
  extends SettingFacts {
  readonly form: SettingForm;
  /** From text to value. Messages complete the sentence `<name> must be …`, or are sentences of their own. */
  readonly schema: z.ZodType<Value, string>;
  /** The default as text; null: none. */
  readonly initially: Initially;
}

/** What a setting's value is once it was read. */
export type ValueOf<One> =
  One extends Setting<infer Value, infer Initially>
    ? null extends Initially
      ? Value | undefined
      : Value
    : never;

/** A message that stands for itself, rather than after `<name> must be`. */
export const SENTENCE = "! ";
