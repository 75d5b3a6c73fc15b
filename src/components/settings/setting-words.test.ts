import { describe, expect, it } from "vitest";
import {
  boundsWords,
  countWords,
  sourceWords,
  takeBackWords,
  valueWords,
} from "@/components/settings/setting-words";
import { settingView } from "@/test/setting-view";

describe("valueWords", () => {
  it.each([
    [{ kind: "switch" }, "true", "On"],
    [{ kind: "switch" }, "FALSE", "Off"],
    [{ kind: "integer", min: 1, max: 9, unit: "seconds" }, "3600", "3600 seconds"],
    [{ kind: "integer", min: 1, max: 9, unit: null }, "8", "8"],
    [{ kind: "list" }, "10.0.0.0/8,::1", "10.0.0.0/8, ::1"],
    [{ kind: "text" }, "mail.example", "mail.example"],
    [{ kind: "text" }, null, "not set"],
    [{ kind: "text" }, "", "not set"],
  ] as const)("tells %j of %j as %s", (form, value, words) => {
    expect(valueWords({ form, whenUnset: null }, value)).toBe(words);
  });

  it("says what holds where nothing is set", () => {
    expect(valueWords({ form: { kind: "text" }, whenUnset: "no limit" }, null)).toBe("not set: no limit");
  });
});

describe("sourceWords", () => {
  it.each([
    [{ layer: "default" }, "default"],
    [{ layer: "file", file: "config.yaml", line: 7, key: "settings.ui.theme" }, "config.yaml, line 7"],
    [
      { layer: "saved", by: "ada@example.com", at: "2026-11-22T14:03:00.000Z" },
      "saved by ada@example.com on 22 Nov 2026, 14:03 UTC",
    ],
    [{ layer: "environment", variable: "LOG_LEVEL" }, "environment: locked by LOG_LEVEL"],
  ] as const)("tells of %j", (source, words) => {
    expect(sourceWords(source, "UTC")).toBe(words);
  });
});

describe("takeBackWords", () => {
  it("names what holds then and where it comes from", () => {
    const setting = settingView({
      form: { kind: "integer", min: 60, max: 9999, unit: "seconds" },
      below: { value: "120", origin: { layer: "file", file: "config.yaml", line: 3, key: "settings.a.b" } },
    });
    expect(takeBackWords(setting)).toBe("Take back to 120 seconds (config.yaml, line 3)");
  });
});

describe("boundsWords", () => {
  it.each([
    [{ kind: "integer", min: 1, max: 30, unit: "days" }, "1 to 30 days"],
    [{ kind: "integer", min: 0, max: 5, unit: null }, "0 to 5"],
    [{ kind: "size" }, "A number with KB, MB or GB"],
    [{ kind: "list" }, "Commas between the entries"],
    [{ kind: "text" }, null],
    [{ kind: "switch" }, null],
  ] as const)("tells what %j takes", (form, words) => {
    expect(boundsWords({ form })).toBe(words);
  });
});

it("counts one and many", () => {
  expect([countWords(1, "change"), countWords(2, "change")]).toEqual(["1 change", "2 changes"]);
});
