import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from "yaml";
import { classOf, type FileValue } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";

/** The version of the file's form that this program understands. */
const VERSION = "1.0.0";
const ROOT = "settings";
const MAX_BYTES = 1024 * 1024;

export interface ConfigFile {
  readonly values: ReadonlyMap<SettingName, FileValue>;
  /** Sentences that name file, line, key and remedy. */
  readonly problems: readonly string[];
}

const NAME_OF_KEY: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.flatMap((name) => {
    const { yaml } = settingOf(name);
    return yaml === null ? [] : [[yaml, name] as const];
  }),
);

/** A setting that a file may not hold, by what people might call it there. */
const SECRET_NAMES: ReadonlySet<string> = new Set(
  SETTING_NAMES.filter((name) => settingOf(name).form.kind === "secret").map((name) => name.toLowerCase()),
);

/**
 * Reads `config.yaml`: every key with its line. What is wrong, keys that nobody knows and secrets included, comes back
 * as problems; a file that is not there holds nothing.
 */
export function readConfigFile(path: string): ConfigFile {
  if (!existsSync(path)) return { values: new Map(), problems: [] };
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch {
    return { values: new Map(), problems: [`${path} cannot be read: make it readable, or remove it.`] };
  }
  return parseConfigFile(source, basename(path));
}

/** {@link readConfigFile} for a text that was read; `file` is its name in messages. */
export function parseConfigFile(source: string, file: string): ConfigFile {
  const values = new Map<SettingName, FileValue>();
  const problems: string[] = [];
  if (source.length > MAX_BYTES) return { values, problems: [`${file} is larger than 1 MB.`] };
  const lines = new LineCounter();
  // Without aliases and tags: a settings file is plain data.
  const document = parseDocument(source, { lineCounter: lines, schema: "core", uniqueKeys: true });
  const lineOf = (node: unknown): number => {
    const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    return Array.isArray(range) && typeof range[0] === "number" ? lines.linePos(range[0]).line : 1;
  };
  for (const error of document.errors) {
    problems.push(`${file}, line ${lines.linePos(error.pos[0]).line}: this is not YAML (${error.code}).`);
  }
  if (problems.length > 0 || document.contents === null) return { values, problems };

  const complain = (node: unknown, key: string, what: string) =>
    problems.push(`${file}, line ${lineOf(node)}: ${key} ${what}.`);

  function take(pair: Pair, above: string): void {
    const { key: node, value } = pair;
    const word = isScalar(node) ? String(node.value) : "a key";
    const key = above === "" ? word : `${above}.${word}`;
    const path = key.startsWith(`${ROOT}.`) ? key.slice(ROOT.length + 1) : key;
    const name = NAME_OF_KEY.get(path);
    if (name !== undefined) {
      takeValue(name, key, node, value);
    } else if (path === "version") {
      const version = isScalar(value) ? String(value.value) : "";
      if (version !== VERSION)
        complain(node, key, `must be "${VERSION}", the form of file that this version reads`);
    } else if (isMap(value) && isBeginning(path)) {
      takeAll(value, key);
    } else if (SECRET_NAMES.has(word.toLowerCase()) || /password|secret|token|master_key$/i.test(word)) {
      complain(node, key, "may not stand in a file: set it as a variable");
    } else if (value === null || (isScalar(value) && value.value === null)) {
      if (!isBeginning(path)) complain(node, key, "is not a setting");
    } else {
      complain(
        node,
        key,
        isBeginning(path) ? "must hold settings" : "is not a setting; config.example.yaml has all of them",
      );
    }
  }

  function takeValue(name: SettingName, key: string, node: unknown, value: unknown): void {
    // A key without a value counts as absent, as an empty variable does.
    if (value === null || (isScalar(value) && value.value === null)) return;
    const line = lineOf(node);
    if (isScalar(value)) {
      const text = String(value.value);
      values.set(name, { text, file, line, key, found: classOf(text) });
    } else if (isSeq(value) && settingOf(name).form.kind === "list" && value.items.every(isScalar)) {
      const text = value.items.map((item) => (isScalar(item) ? String(item.value) : "")).join(",");
      values.set(name, { text, file, line, key, found: "a list" });
    } else {
      complain(node, key, `must be one value, not ${isSeq(value) ? "a list" : "a mapping"}`);
    }
  }

  function takeAll(map: YAMLMap, above: string): void {
    for (const pair of map.items) take(pair, above);
  }

  const { contents } = document;
  if (!isMap(contents)) return { values, problems: [`${file} must be a mapping with the key ${ROOT}.`] };
  for (const pair of contents.items) {
    const isRoot = isScalar(pair.key) && pair.key.value === ROOT;
    if (isRoot && isMap(pair.value)) takeAll(pair.value, ROOT);
    else if (!isRoot) complain(pair.key, String(pair.key), `stands outside ${ROOT}: indent it below ${ROOT}`);
  }
  return { values, problems };
}

/** Whether keys of settings begin with it. */
function isBeginning(path: string): boolean {
  return [...NAME_OF_KEY.keys()].some((key) => key.startsWith(`${path}.`));
}
