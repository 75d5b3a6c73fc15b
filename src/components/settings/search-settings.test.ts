import { describe, expect, it } from "vitest";
import { type SettingFilter, searchSettings } from "@/components/settings/search-settings";
import { settingListOf, settingView } from "@/test/setting-view";

const { groups } = settingListOf([
  settingView(),
  settingView({
    name: "API_TIMEOUT",
    aliases: ["CONNECTION_TIMEOUT"],
    label: "Longest wait",
    help: "How long a broker may take.",
    yaml: "settings.connection.connection_timeout",
    origin: { layer: "environment", variable: "CONNECTION_TIMEOUT" },
  }),
  settingView({
    name: "LOG_LEVEL",
    label: "Level",
    yaml: null,
    origin: { layer: "file", file: "config.yaml", line: 2, key: "settings.logging.level" },
  }),
]);

function found(text: string, filter: SettingFilter = "all", edited: ReadonlyMap<string, string> = new Map()) {
  return searchSettings(groups, text, filter, edited).flatMap(({ settings }) =>
    settings.map(({ name }) => name),
  );
}

describe("searchSettings", () => {
  it.each([
    ["", ["THEME", "API_TIMEOUT", "LOG_LEVEL"]],
    ["log_level", ["LOG_LEVEL"]],
    ["CONNECTION_TIMEOUT", ["API_TIMEOUT"]],
    ["connection.connection", ["API_TIMEOUT"]],
    ["longest", ["API_TIMEOUT"]],
    ["broker  TAKE", ["API_TIMEOUT"]],
    ["light zebra", []],
  ])("finds by %j", (text, names) => {
    expect(found(text)).toEqual(names);
  });

  it("keeps to what is not at its default, what the environment sets, or what is edited", () => {
    expect(found("", "changed")).toEqual(["API_TIMEOUT", "LOG_LEVEL"]);
    expect(found("", "environment")).toEqual(["API_TIMEOUT"]);
    expect(found("", "edited", new Map([["THEME", "dark"]]))).toEqual(["THEME"]);
  });

  it("leaves out groups without anything left", () => {
    expect(searchSettings(groups, "zebra", "all", new Map())).toEqual([]);
  });
});
