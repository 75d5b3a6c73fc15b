import { describe, expect, it } from "vitest";
import { Secret } from "@/shared/secret";
import { readSetting } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";

const read = (name: SettingName, text: string): unknown => {
  const result = readSetting(name, text);
  return "value" in result ? result.value : result.message;
};

describe("the kinds of settings", () => {
  it.each([
    ["64KB", 65_536],
    ["100MB", 104_857_600],
    ["100 mb", 104_857_600],
    ["2gb", 2_147_483_648],
    ["1KB", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
    ["100", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
    ["100B", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
    ["-1MB", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
    ["1.5MB", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
    ["9999999GB", "LOG_MAX_SIZE must be a size from 64KB, such as 100MB"],
  ])("size %s", (text, value) => {
    expect(read("LOG_MAX_SIZE", text)).toBe(value);
  });

  it.each([
    ["true", true],
    ["False", false],
    [" TRUE ", true],
    ["yes", "AUTO_CONNECT must be true or false"],
    ["1", "AUTO_CONNECT must be true or false"],
  ])("switch %j", (text, value) => {
    expect(read("AUTO_CONNECT", text)).toBe(value);
  });

  it.each([
    ["5", 5],
    ["600", 600],
    ["601", "API_TIMEOUT must be a whole number from 5 to 600"],
    ["5s", "API_TIMEOUT must be a whole number from 5 to 600"],
    ["5.0", "API_TIMEOUT must be a whole number from 5 to 600"],
    ["99999999999", "API_TIMEOUT must be a whole number from 5 to 600"],
    ["", "API_TIMEOUT must be a whole number from 5 to 600"],
  ])("integer %j", (text, value) => {
    expect(read("API_TIMEOUT", text)).toBe(value);
  });

  it.each([
    ["DEBUG", "DEBUG"],
    ["debug", "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR"],
  ])("choice %s", (text, value) => {
    expect(read("LOG_LEVEL", text)).toBe(value);
  });

  it("a secret's value can't be printed, and it stands in no file", () => {
    const value = read("METRICS_TOKEN", "hunter2-hunter2-hunter2");
    expect(value).toBeInstanceOf(Secret);
    expect(JSON.stringify(value)).not.toContain("hunter2");
    for (const name of SETTING_NAMES) {
      const { form, yaml, scope, initially } = settingOf(name);
      if (form.kind === "secret") expect([yaml, scope, initially]).toEqual([null, "operator", null]);
    }
  });

  it("every default is good, every key of the file is one setting's, and every setting says what it does", () => {
    const keys = SETTING_NAMES.map((name) => settingOf(name).yaml).filter((yaml) => yaml !== null);
    expect(new Set(keys).size).toBe(keys.length);
    for (const name of SETTING_NAMES) {
      const { initially, help, label, whenUnset } = settingOf(name);
      if (initially !== null) expect(readSetting(name, initially), name).toHaveProperty("value");
      expect(help.endsWith("."), name).toBe(true);
      expect(label.length, name).toBeGreaterThan(2);
      expect(whenUnset === undefined || initially === null, name).toBe(true);
    }
  });

  it("a name that is no setting has no definition", () => {
    expect(() => settingOf("NOTHING" as SettingName)).toThrow("NOTHING is not a setting");
  });
});
