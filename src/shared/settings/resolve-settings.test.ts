import { describe, expect, it } from "vitest";
import { classOf, type FileValue, readSetting, resolveSettings } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName } from "@/shared/settings/settings";

const inFile = (text: string): FileValue => ({
  text,
  file: "config.yaml",
  line: 7,
  key: "settings.some.key",
  found: classOf(text),
});

function resolve(
  given: {
    file?: readonly (readonly [SettingName, string])[];
    saved?: readonly (readonly [string, string])[];
    environment?: Record<string, string>;
  },
  without: Parameters<typeof resolveSettings>[1] = [],
) {
  const result = resolveSettings(
    {
      file: new Map((given.file ?? []).map(([name, text]) => [name, inFile(text)])),
      saved: new Map(given.saved ?? []),
      environment: given.environment ?? {},
    },
    without,
  );
  if ("problems" in result) throw new Error(result.problems.map(({ text }) => text).join("\n"));
  return result;
}

describe("the layers of settings", () => {
  it("are default, file, saved and environment, the later above the earlier", () => {
    const file = [["THEME", "light"]] as const;
    const saved = [["THEME", "dark"]] as const;
    const environment = { THEME: "auto" };
    const seen = [{}, { file }, { file, saved }, { file, saved, environment }].map((layers) => {
      const { values, texts, origins } = resolve(layers);
      return [values.THEME, texts.get("THEME"), origins.get("THEME")];
    });
    expect(seen).toEqual([
      ["auto", "auto", { layer: "default" }],
      ["light", "light", { layer: "file", file: "config.yaml", line: 7, key: "settings.some.key" }],
      ["dark", "dark", { layer: "saved" }],
      ["auto", "auto", { layer: "environment", variable: "THEME" }],
    ]);
  });

  it("know both spellings of a variable; the documented one wins, and a blank one counts as absent", () => {
    const read = (environment: Record<string, string>) => {
      const { values, origins } = resolve({ environment });
      return [values.ENABLE_MFA, origins.get("ENABLE_MFA")];
    };
    expect(read({ REQUIRE_MFA: "true" })).toEqual([true, { layer: "environment", variable: "REQUIRE_MFA" }]);
    expect(read({ REQUIRE_MFA: "true", ENABLE_MFA: "false" })).toEqual([
      false,
      { layer: "environment", variable: "ENABLE_MFA" },
    ]);
    expect(read({ ENABLE_MFA: "  " })).toEqual([false, { layer: "default" }]);
  });

  it("tell a wrong value by the spelling that was used", () => {
    expect(() => resolve({ environment: { REQUIRE_MFA: "yes" } })).toThrow(
      "REQUIRE_MFA must be true or false; REQUIRE_MFA in the environment is text.",
    );
  });

  it("tell all problems of environment and file at once", () => {
    const result = resolveSettings({
      file: new Map([["LOG_LEVEL", inFile("7")]]),
      saved: new Map(),
      environment: { PORT: "http", API_TIMEOUT: "1" },
    });
    expect(result).toEqual({
      problems: [
        {
          name: "API_TIMEOUT",
          message: "Connection timeout must be at least 5 seconds",
          text: "Connection timeout must be at least 5 seconds; API_TIMEOUT in the environment is a whole number.",
        },
        {
          name: "LOG_LEVEL",
          message: "settings.some.key must be one of DEBUG, INFO, WARNING, ERROR",
          text: "settings.some.key must be one of DEBUG, INFO, WARNING, ERROR; config.yaml, line 7: settings.some.key is a whole number.",
        },
        {
          name: "PORT",
          message: "PORT must be a whole number from 1 to 65535",
          text: "PORT must be a whole number from 1 to 65535; PORT in the environment is text.",
        },
      ],
    });
  });

  it("pass over a saved value that this version refuses, with a warning", () => {
    const { values, origins, warnings } = resolve({ file: [["THEME", "light"]], saved: [["THEME", "pink"]] });
    expect([values.THEME, origins.get("THEME")?.layer]).toEqual(["light", "file"]);
    expect(warnings).toEqual([
      "THEME must be one of light, dark, auto; the saved value is text, and is passed over.",
    ]);
  });

  it("take nothing saved of what only the operator sets", () => {
    const { values } = resolve({
      saved: [
        ["PORT", "9"],
        ["DATABASE_URL", "file:/tmp/x"],
        ["NO_SETTING", "1"],
      ],
    });
    expect([values.PORT, values.DATABASE_URL]).toEqual([3000, undefined]);
  });

  it("keep secrets out of texts, and leave groups out that nobody asked for", () => {
    const environment = { METRICS_TOKEN: "hunter2-hunter2-hunter2", ROBINHOOD_PASSWORD: "hunter2" };
    const all = resolve({ environment });
    expect(all.values.METRICS_TOKEN?.reveal()).toBe("hunter2-hunter2-hunter2");
    expect(all.texts.has("METRICS_TOKEN")).toBe(false);
    expect(all.origins.size).toBe(SETTING_NAMES.length);
    const some = resolve({ environment }, ["credentials"]);
    expect([some.values.ROBINHOOD_PASSWORD, some.origins.has("ROBINHOOD_PASSWORD")]).toEqual([
      undefined,
      false,
    ]);
  });
});

describe("readSetting", () => {
  it.each([
    ["API_TIMEOUT", "4", "Connection timeout must be at least 5 seconds"],
    ["SESSION_TIMEOUT", "59", "Session timeout must be at least 60 seconds"],
    ["MAX_SESSIONS", "0", "Must allow at least 1 cached session"],
    ["SECURE_STORAGE", "cloud", "Invalid storage backend"],
  ] as const)("has the specification's message for %s", (name, text, message) => {
    expect(readSetting(name, text)).toEqual({ message });
  });

  it("reads a value", () => {
    expect(readSetting("API_TIMEOUT", " 45 ")).toEqual({ value: 45 });
  });
});

describe("classOf", () => {
  it.each([
    ["", "nothing"],
    ["-12", "a whole number"],
    ["1.5", "a number with decimals"],
    ["TRUE", "true or false"],
    ["1e5", "text"],
  ])("%j is %s", (text, words) => {
    expect(classOf(text)).toBe(words);
  });
});
