import { type ConfigLine, configText } from "@/shared/settings/config-text";
import { SETTING_GROUPS, type Setting, type SettingGroup } from "@/shared/settings/setting";
import { SETTINGS_BY_GROUP, type SettingName, settingOf } from "@/shared/settings/settings";

const WIDTH = 116;
const GROUPS = Object.keys(SETTING_GROUPS) as SettingGroup[];
const namesOf = (group: SettingGroup) => Object.keys(SETTINGS_BY_GROUP[group]) as SettingName[];

/** Folds a text into lines of at most `width` characters. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What may be written, in words. */
function valuesText({ form }: Setting): string {
  switch (form.kind) {
    case "integer":
      return `${form.min} to ${form.max}${form.unit === null ? "" : ` ${form.unit}`}`;
    case "choice":
      return form.options.join(", ");
    case "switch":
      return "true, false";
    case "size":
      return "such as 100MB";
    case "list":
      return "entries with commas between them";
    case "text":
      return "text";
    case "secret":
      return "secret";
  }
}

/** What holds where nobody sets it, in words. */
const defaultText = ({ initially, whenUnset }: Setting): string =>
  initially === null ? (whenUnset ?? "not set") : initially || "none";

/** What is told above a setting in a file. */
function explanation(setting: Setting): string {
  const { help, aliases = [], initially, whenUnset } = setting;
  const also = aliases.length === 0 ? "" : ` Also ${aliases.join(", ")}.`;
  const unset = initially === null && whenUnset !== undefined ? ` Unless it is set: ${whenUnset}.` : "";
  const kind = ["text", "secret", "list"].includes(setting.form.kind) ? "" : ` (${valuesText(setting)})`;
  return `${help}${kind}${unset}${also}`;
}

/** The text of `.env.example`: every variable, in comments. */
export function envExample(): string {
  const head = [
    "# Settings of Wheelhouse. Copy this file to .env, which git ignores, and remove the # in front of what you change.",
    "# `npm run app` and `npm run dev` read .env; a variable that is already set in the environment wins. Every setting has",
    "# a default: an empty install needs none of them. All but the secrets can stand in config.yaml instead, and an admin can",
    "# save many on the settings page; a variable locks its setting there. docs/settings.md has all of them in tables.",
    "# This file is made by scripts/make-settings-docs.ts.",
  ];
  const parts = GROUPS.map((group) => [
    "",
    `# --- ${SETTING_GROUPS[group]} ---`,
    ...namesOf(group).flatMap((name) => {
      const setting = settingOf(name);
      const above = folded(explanation(setting), WIDTH).map((line) => `# ${line}`);
      return ["", ...above, `#${name}=${setting.initially ?? ""}`];
    }),
  ]);
  return `${[...head, ...parts.flat()].join("\n")}\n`;
}

/** The text of `config.example.yaml`: every setting that may stand in a file, with its default, in comments. */
export function configExample(): string {
  const names = GROUPS.flatMap(namesOf).filter((name) => settingOf(name).yaml !== null);
  const lines = names.map((name): ConfigLine => {
    const setting = settingOf(name);
    const above = folded(`${name}: ${explanation(setting)}`, WIDTH);
    return { name, text: setting.initially, isComment: true, above, behind: null };
  });
  return configText(lines, [
    "Settings of Wheelhouse. Copy this file to config.yaml beside it (or set CONFIG_FILE), and remove the # in front of what",
    "you change. What an admin saves on the settings page goes before it, and a variable of the environment before that.",
    "Secrets have no place here: they are variables. This file is made by scripts/make-settings-docs.ts.",
  ]);
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
const code = (text: string): string => `\`${text}\``;

const SET_BY = {
  operator: "variable or file",
  admin: "also the settings page",
  person: "also each person",
} as const;

function tableRow(name: SettingName): string {
  const setting = settingOf(name);
  const { aliases = [], help, yaml, scope, form, initially } = setting;
  const names = [name, ...aliases].map(code).join(", ");
  const byDefault = initially ? code(initially) : defaultText(setting);
  const setBy = form.kind === "secret" ? "variable alone" : SET_BY[scope];
  const cells = [
    names,
    cell(help),
    valuesText(setting),
    cell(byDefault),
    yaml === null ? "" : code(yaml),
    setBy,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** One table for each group. */
function tables(): string[] {
  return GROUPS.flatMap((group) => [
    "",
    `## ${SETTING_GROUPS[group]}`,
    "",
    "| variable | what it does | values | default | in `config.yaml`, below `settings` | set by |",
    "|---|---|---|---|---|---|",
    ...namesOf(group).map(tableRow),
  ]);
}

const INTRODUCTION = `# Settings

This page is made from the definitions in \`src/shared/settings\` by \`scripts/make-settings-docs.ts\`. \`.env.example\` and \`config.example.yaml\` come from the same.

A setting has one value at a time. The later goes before the earlier:

1. the default;
2. \`config.yaml\` in the folder of the install, or the file that \`CONFIG_FILE\` names;
3. what an admin saved, on the settings page or with \`wheelhouse settings set\`;
4. a variable of the environment, or of \`.env\`. It locks the setting: the page shows it, and nobody can change it there.

How pages look is each person's own choice above all of these. \`wheelhouse settings\` lists every value with where it comes from.

A wrong value stops the start, and nothing is begun half-way. The sentence names the variable, or file, line and key, and what is wanted; the value itself is never repeated. An empty variable and a key without a value count as absent. A saved value that a later version refuses is passed over, with a warning in the log.

What is saved is in force at once in the process that saved it, and within two seconds in every other. Each change is an event of the audit log with the value before and after, and can be taken back. Settings that only a variable or the file can set need a restart.

Secrets are variables alone: \`config.yaml\` refuses them, no page shows them, and no export holds them. In \`config.yaml\`, anchors, aliases and tags are refused, and so is a key that is no setting.`;

/** The text of `docs/settings.md`. */
export function settingsPage(): string {
  return `${[INTRODUCTION, ...tables()].join("\n")}\n`;
}

const README_BEGIN = "<!-- settings: made by scripts/make-settings-docs.ts -->";
const README_END = "<!-- end of settings -->";

/** A row of the README's table: shorter than that of the page, which has the whole. */
function readmeRow(name: SettingName): string {
  const setting = settingOf(name);
  const names = [name, ...(setting.aliases ?? [])].map(code).join(", ");
  const byDefault = setting.initially ? code(setting.initially) : defaultText(setting);
  return `| ${[names, cell(setting.label), cell(byDefault), valuesText(setting)].join(" | ")} |`;
}

/** The README with its table of variables as the definitions have it; the rest of it stays as it is. */
export function readmeWithTable(readme: string): string {
  const [before, rest = ""] = readme.split(README_BEGIN);
  const after = rest.split(README_END)[1];
  if (before === undefined || after === undefined)
    throw new Error("The README has lost the marks of its table");
  const rows = GROUPS.flatMap((group) => namesOf(group).map(readmeRow));
  const head = ["| variable | what it is | default | values |", "|---|---|---|---|"];
  return `${before}${README_BEGIN}\n${[...head, ...rows].join("\n")}\n${README_END}${after}`;
}

/** The files that are made, by their path from the root. */
export const SETTINGS_FILES: Readonly<Record<string, () => string>> = {
  ".env.example": envExample,
  "config.example.yaml": configExample,
  "docs/settings.md": settingsPage,
};
