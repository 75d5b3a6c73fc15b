import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfigFile } from "@/config-file";
import { readEnvironment } from "@/env";
import { resolveSettings } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, settingOf } from "@/shared/settings/settings";
import { configExample, envExample, readmeWithTable, SETTINGS_FILES, settingsPage } from "./settings-texts";

const root = resolve(import.meta.dirname, "../..");

describe("what is told of settings", () => {
  it.each(Object.entries(SETTINGS_FILES))(
    "%s is current (npx tsx scripts/make-settings-docs.ts)",
    (path, text) => {
      expect(readFileSync(resolve(root, path), "utf8")).toBe(text());
    },
  );

  it("README.md has a current table (npx tsx scripts/make-settings-docs.ts)", () => {
    const readme = readFileSync(resolve(root, "README.md"), "utf8");
    expect(readme).toBe(readmeWithTable(readme));
    expect(() => readmeWithTable("# Wheelhouse")).toThrow("marks");
  });

  it("has every setting", () => {
    const page = settingsPage();
    for (const name of SETTING_NAMES) {
      expect(page, name).toContain(`| \`${name}\``);
      expect(envExample(), name).toMatch(new RegExp(`^#${name}=`, "m"));
    }
  });
});

describe("the templates", () => {
  it("config.example.yaml is accepted as it is, and changes nothing", () => {
    expect(parseConfigFile(configExample(), "config.example.yaml")).toEqual({
      values: new Map(),
      problems: [],
    });
  });

  it("config.example.yaml is accepted with every setting taken out of its comment, and is the defaults", () => {
    const given = configExample().replace(/^( +)# ([a-z_]+:( .*)?)$/gm, "$1$2");
    const { values, problems } = parseConfigFile(given, "config.example.yaml");
    expect(problems).toEqual([]);
    const expected = SETTING_NAMES.filter((name) => {
      const { yaml, initially } = settingOf(name);
      return yaml !== null && initially !== null;
    });
    expect([...values.keys()].toSorted()).toEqual(expected.toSorted());
    const layers = { saved: new Map(), environment: {} };
    const withFile = resolveSettings({ ...layers, file: values });
    const without = resolveSettings({ ...layers, file: new Map() });
    expect("values" in withFile && withFile.values).toEqual("values" in without && without.values);
  });

  it(".env.example is accepted as it is, and with every default taken out of its comment", () => {
    const given = [...envExample().matchAll(/^#([A-Z_0-9]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
    expect(given).toHaveLength(SETTING_NAMES.length);
    expect(readEnvironment(Object.fromEntries(given)).resolved.values).toEqual(
      readEnvironment({}).resolved.values,
    );
  });
});
