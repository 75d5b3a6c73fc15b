import { SENTENCE, type SettingGroup } from "@/shared/settings/setting";
import {
  GROUP_OF,
  SETTING_NAMES,
  type SettingName,
  type SettingValues,
  settingOf,
} from "@/shared/settings/settings";

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A value that stands in `config.yaml`, as text, with what is needed to name it. */
export interface FileValue {
  readonly text: string;
  /** The file's name, for messages. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The whole key, such as `settings.logging.level`. */
  readonly key: string;
  /** What kind of value it is, in words, such as `a list`. */
  readonly found: string;
}

/** What sets settings, the later before the earlier; the built-in default stands below all. */
export interface SettingLayers {
  readonly file: ReadonlyMap<SettingName, FileValue>;
  /** Saved by admins. */
  readonly saved: ReadonlyMap<string, string>;
  readonly environment: Variables;
}

/** Where a value in force comes from. */
export type SettingOrigin =
  | { readonly layer: "default" }
  | { readonly layer: "file"; readonly file: string; readonly line: number; readonly key: string }
  | { readonly layer: "saved" }
  | { readonly layer: "environment"; readonly variable: string };

export interface ResolvedSettings {
  readonly values: SettingValues;
  /** What is set, as it is written, defaults included; never a secret. */
  readonly texts: ReadonlyMap<SettingName, string>;
  readonly origins: ReadonlyMap<SettingName, SettingOrigin>;
  /** Saved values that this version refuses; what stands below them holds. */
  readonly warnings: readonly string[];
}

/** One wrong value. */
export interface SettingProblem {
  readonly name: SettingName;
  /** What is wanted, as a sentence without a full stop. */
  readonly message: string;
  /** The whole sentence: what is wanted, where it stands, and the kind of value found there; never the value. */
  readonly text: string;
}

interface Found {
  readonly text: string;
  readonly origin: SettingOrigin;
  /** What the message calls the setting. */
  readonly subject: string;
  /** Where it stands and what stands there. */
  readonly where: string;
}

/** Sizes in words of a text that is refused: enough to find the mistake, and nothing of the value. */
export function classOf(text: string): string {
  if (text === "") return "nothing";
  if (/^-?\d+$/.test(text)) return "a whole number";
  if (/^-?\d+\.\d+$/.test(text)) return "a number with decimals";
  return /^(true|false)$/i.test(text) ? "true or false" : "text";
}

function inEnvironment(name: SettingName, environment: Variables): Found | null {
  const spellings = [name, ...(settingOf(name).aliases ?? [])];
  const variable = spellings.find((spelling) => environment[spelling]?.trim());
  const text = variable === undefined ? undefined : environment[variable];
  if (variable === undefined || text === undefined) return null;
  return {
    text,
    origin: { layer: "environment", variable },
    subject: variable,
    where: `${variable} in the environment is ${classOf(text.trim())}`,
  };
}

function inFile(name: SettingName, file: SettingLayers["file"]): Found | null {
  const value = file.get(name);
  if (value === undefined) return null;
  const { text, line, key, found } = value;
  return {
    text,
    origin: { layer: "file", file: value.file, line, key },
    subject: key,
    where: `${value.file}, line ${line}: ${key} is ${found}`,
  };
}

function inDatabase(name: SettingName, saved: SettingLayers["saved"]): Found | null {
  const text = saved.get(name);
  return text === undefined || settingOf(name).scope === "operator"
    ? null
    : { text, origin: { layer: "saved" }, subject: name, where: `the saved value is ${classOf(text)}` };
}

/** Reads one text as a setting's value, or tells what is wanted instead. */
export function readSetting(
  name: SettingName,
  text: string,
  subject: string = name,
): { readonly value: unknown } | { readonly message: string } {
  const result = settingOf(name).schema.safeParse(text);
  if (result.success) return { value: result.data };
  const [first] = result.error.issues;
  const wanted = first?.message ?? "something else";
  return {
    message: wanted.startsWith(SENTENCE) ? wanted.slice(SENTENCE.length) : `${subject} must be ${wanted}`,
  };
}

/**
 * Joins the layers, default < file < saved < environment, for all settings but those of the groups left out.
 * Every wrong value of file and environment comes back, all at once; a saved one is a warning and is passed over.
 */
export function resolveSettings(
  layers: SettingLayers,
  without: readonly SettingGroup[] = [],
): ResolvedSettings | { readonly problems: readonly SettingProblem[] } {
  const problems: SettingProblem[] = [];
  const warnings: string[] = [];
  const origins = new Map<SettingName, SettingOrigin>();
  const values: Partial<Record<SettingName, unknown>> = {};
  const texts = new Map<SettingName, string>();
  for (const name of SETTING_NAMES) {
    const group = GROUP_OF.get(name);
    if (group !== undefined && without.includes(group)) continue;
    const candidates = [
      inEnvironment(name, layers.environment),
      inDatabase(name, layers.saved),
      inFile(name, layers.file),
    ].filter((found) => found !== null);
    origins.set(name, { layer: "default" });
    const { initially, form, schema } = settingOf(name);
    if (initially !== null) {
      values[name] = schema.parse(initially);
      texts.set(name, initially);
    }
    for (const { text, origin, subject, where } of candidates) {
      const read = readSetting(name, text, subject);
      if ("value" in read) {
        values[name] = read.value;
        if (form.kind !== "secret") texts.set(name, text.trim());
        origins.set(name, origin);
        break;
      }
      if (origin.layer === "saved") {
        warnings.push(`${read.message}; ${where}, and is passed over.`);
        continue;
      }
      problems.push({ name, message: read.message, text: `${read.message}; ${where}.` });
      break;
    }
  }
  return problems.length > 0 ? { problems } : { values: values as SettingValues, texts, origins, warnings };
}
