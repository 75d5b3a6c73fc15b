import { type SettingName, settingOf } from "@/shared/settings/settings";

/** The form of file that this version writes and reads, which stands in the file itself. */
export const CONFIG_VERSION = "1.0.0";

/** One setting of a file to be written. */
export interface ConfigLine {
  readonly name: SettingName;
  /** The value as text; null writes the key alone. */
  readonly text: string | null;
  /** Whether it stands in a comment, for whoever wants to set it. */
  readonly isComment: boolean;
  /** Comments above it, a line each. */
  readonly above: readonly string[];
  /** A comment behind it. */
  readonly behind: string | null;
}

interface Group {
  readonly groups: Map<string, Group>;
  readonly lines: { readonly key: string; readonly line: ConfigLine }[];
}

const emptyGroup = (): Group => ({ groups: new Map(), lines: [] });

/** The text of a `config.yaml` with these settings, which must have a key there, in the order they are given. */
export function configText(lines: readonly ConfigLine[], head: readonly string[]): string {
  const root = emptyGroup();
  for (const line of lines) {
    const path = (settingOf(line.name).yaml ?? line.name).split(".");
    const key = path.at(-1) ?? line.name;
    let group = root;
    for (const word of path.slice(0, -1)) {
      const inner = group.groups.get(word) ?? emptyGroup();
      group.groups.set(word, inner);
      group = inner;
    }
    group.lines.push({ key, line });
  }
  const texts = [...head.map((text) => `# ${text}`), "settings:", `  version: "${CONFIG_VERSION}"`];
  for (const [word, group] of root.groups) texts.push("", ...groupTexts(word, group, "  "));
  return `${texts.join("\n")}\n`;
}

function groupTexts(word: string, { groups, lines }: Group, indent: string): string[] {
  const inner = `${indent}  `;
  return [
    `${indent}${word}:`,
    ...lines.flatMap(({ key, line }) => lineTexts(key, line).map((text) => `${inner}${text}`)),
    ...[...groups].flatMap(([name, group]) => groupTexts(name, group, inner)),
  ];
}

function lineTexts(key: string, { name, text, isComment, above, behind }: ConfigLine): string[] {
  const value = text === null ? "" : ` ${valueText(name, text)}`;
  const line = `${isComment ? "# " : ""}${key}:${value}`;
  return [...above.map((words) => `# ${words}`), behind === null ? line : `${line}  # ${behind}`];
}

/** Strings in quotes, as JSON has them, which YAML reads the same. */
function valueText(name: SettingName, text: string): string {
  const { kind } = settingOf(name).form;
  if (kind === "integer") return text;
  if (kind === "switch") return text.toLowerCase();
  if (kind !== "list") return JSON.stringify(text);
  const entries = text.split(",").map((entry) => entry.trim());
  return JSON.stringify(entries.filter(Boolean)).replaceAll('","', '", "');
}
