import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { classOf, type FileValue } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";

/** The version of the file's form that this program understands. */
const VERSION = "1.0.0";
const ROOT = "settings";
const MAX_CHARACTERS = 1024 * 1024;
const MAX_BRACKETS = 1000;
const MAX_LINE = 10_000;

export interface ConfigFile {
  readonly values: ReadonlyMap<SettingName, FileValue>;
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigProblem {
  /** From 1; null where it is of the whole file. */
  readonly line: number | null;
  /** A whole sentence that names file, line, key and remedy; never a value. */
  readonly text: string;
}

const NAME_OF_KEY: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.flatMap((name) => {
    const { yaml } = settingOf(name);
    return yaml === null ? [] : [[yaml, name] as const];
  }),
);

const SECRET_WORD = /(^|_)(password|secret|token|secret_id|master_key)$/i;

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
    const text = `${path} cannot be read: make it readable, or remove it.`;
    return { values: new Map(), problems: [{ line: null, text }] };
  }
  return parseConfigFile(source, basename(path));
}

/** {@link readConfigFile} for a text that was read; `file` is its name in messages. */
export function parseConfigFile(source: string, file: string): ConfigFile {
  const values = new Map<SettingName, FileValue>();
  const problems: ConfigProblem[] = [];
  const refuse = (text: string): ConfigFile => ({
    values: new Map(),
    problems: [{ line: null, text: `${file} ${text}` }],
  });
  if (source.length > MAX_CHARACTERS) return refuse("is larger than 1 MB: settings need far less.");
  if (isTooDeep(source)) return refuse("has lines too long, or is nested too deeply, for settings.");
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, schema: "core", uniqueKeys: true });
  const complain = (line: number, what: string) =>
    problems.push({ line, text: `${file}, line ${line}: ${what}.` });
  const lineOf = (node: unknown): number => {
    const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    return Array.isArray(range) && typeof range[0] === "number" ? lines.linePos(range[0]).line : 1;
  };
  for (const { code, pos } of document.errors) {
    const what = code === "DUPLICATE_KEY" ? "the key stands here for the second time: remove one" : null;
    complain(lines.linePos(pos[0]).line, what ?? `this is not YAML (${code}): correct it`);
  }
  for (const node of beyondPlainData(document)) {
    complain(lineOf(node), "anchors, aliases and tags are not read: write the value itself");
  }
  const { contents } = document;
  if (problems.length > 0 || contents === null || isEmpty(contents)) return { values, problems };
  if (!isMap(contents)) return refuse(`must be a mapping with the key ${ROOT}.`);

  function take(pair: Pair, above: string): void {
    const { key: node, value } = pair;
    const line = lineOf(node);
    const word = wordOf(node);
    const path = above === "" ? word : `${above}.${word}`;
    const key = `${ROOT}.${path}`;
    const name = NAME_OF_KEY.get(path);
    if (name !== undefined) takeValue(name, key, line, value);
    else if (path === "version") takeVersion(key, line, value);
    else if (isBeginning(path)) takeGroup(path, key, line, value);
    else if (SECRET_NAMES.has(word.toLowerCase()) || SECRET_WORD.test(word))
      complain(line, `${key} may not stand in a file: set it as a variable`);
    else complain(line, `${key} is not a setting; config.example.yaml has all of them`);
  }

  function takeValue(name: SettingName, key: string, line: number, value: unknown): void {
    // A key without a value counts as absent, as an empty variable does.
    if (isEmpty(value)) return;
    if (isScalar(value)) {
      const text = String(value.value);
      values.set(name, { text, file, line, key, found: classOf(text) });
    } else if (isSeq(value) && settingOf(name).form.kind === "list" && value.items.every(isScalar)) {
      const text = value.items.map((item) => (isScalar(item) ? String(item.value) : "")).join(",");
      values.set(name, { text, file, line, key, found: "a list" });
    } else {
      complain(line, `${key} must be one value, not ${isSeq(value) ? "a list" : "a mapping"}`);
    }
  }

  function takeVersion(key: string, line: number, value: unknown): void {
    if (isScalar(value) && String(value.value) === VERSION) return;
    complain(line, `${key} must be "${VERSION}", the form of file that this version reads`);
  }

  function takeGroup(path: string, key: string, line: number, value: unknown): void {
    if (isMap(value)) takeAll(value, path);
    else if (!isEmpty(value)) complain(line, `${key} must hold settings, indented below it`);
  }

  function takeAll(map: YAMLMap, above: string): void {
    for (const pair of map.items) take(pair, above);
  }

  for (const pair of contents.items) {
    const word = wordOf(pair.key);
    const line = lineOf(pair.key);
    if (word !== ROOT) complain(line, `${word} stands outside ${ROOT}: indent it below ${ROOT}`);
    else takeGroup("", ROOT, line, pair.value);
  }
  return { values, problems };
}

/** Whether it has no value: a key with nothing behind it, or null. */
const isEmpty = (value: unknown): boolean => value === null || (isScalar(value) && value.value === null);

const wordOf = (key: unknown): string => (isScalar(key) ? String(key.value) : "a key that is not a word");

/** Whether keys of settings begin with it. */
function isBeginning(path: string): boolean {
  return [...NAME_OF_KEY.keys()].some((key) => key.startsWith(`${path}.`));
}

/** The parser goes down into each bracket and list mark; some thousands of them can end the process. */
function isTooDeep(source: string): boolean {
  const brackets = source.match(/[[{]/g) ?? [];
  return brackets.length > MAX_BRACKETS || source.split("\n").some(({ length }) => length > MAX_LINE);
}

/** The nodes that mean more than what stands there. */
function beyondPlainData(document: Document.Parsed): unknown[] {
  const nodes: unknown[] = [];
  visit(document, {
    Alias: (_key, node) => {
      nodes.push(node);
    },
    Value: (_key, node) => {
      if (node.anchor !== undefined || node.tag !== undefined) nodes.push(node);
    },
  });
  return nodes;
}
