import { describe, expect, it } from "vitest";
import {
  changesBetween,
  differencesOf,
  fieldValue,
  isEditable,
  NO_DRAFTS,
  withEdit,
  withoutDone,
} from "@/components/settings/setting-drafts";
import { settingListOf, settingView } from "@/test/setting-view";

const SAVED = { layer: "saved", by: "ada@example.com", at: "2026-11-22T14:03:00.000Z" } as const;
const AT_DEFAULT = settingView();
const SAVED_DARK = settingView({ value: "dark", origin: SAVED });
const UNSET = settingView({
  name: "LIMIT",
  value: null,
  default: null,
  below: { value: null, origin: { layer: "default" } },
});

describe("isEditable", () => {
  it.each([
    ["what an admin may set", settingView(), true],
    ["a person's", settingView({ scope: "person" }), true],
    ["what the environment sets", settingView({ locked: true }), false],
    ["the operator's", settingView({ scope: "operator" }), false],
    ["a secret", settingView({ form: { kind: "secret" } }), false],
  ])("%s", (_what, setting, editable) => {
    expect(isEditable(setting)).toBe(editable);
  });
});

describe("withEdit", () => {
  it("notes a new value and shows it", () => {
    const drafts = withEdit(NO_DRAFTS, AT_DEFAULT, "dark");
    expect(fieldValue(AT_DEFAULT, drafts)).toBe("dark");
    expect(fieldValue(AT_DEFAULT, NO_DRAFTS)).toBe("auto");
  });

  it("forgets an edit that comes back to what was there", () => {
    expect(withEdit(withEdit(NO_DRAFTS, AT_DEFAULT, "dark"), AT_DEFAULT, "auto").size).toBe(0);
  });

  it("takes a saved value back, and shows what holds then", () => {
    const drafts = withEdit(NO_DRAFTS, SAVED_DARK, null);
    expect(drafts.get("THEME")).toBeNull();
    expect(fieldValue(SAVED_DARK, drafts)).toBe("auto");
  });

  it("has nothing to take back where nothing is saved", () => {
    expect(withEdit(NO_DRAFTS, AT_DEFAULT, null).size).toBe(0);
  });

  it("takes an emptied field for none where the setting may be without a value", () => {
    const saved = { ...UNSET, value: "9", origin: SAVED };
    expect(withEdit(NO_DRAFTS, saved, " ").get("LIMIT")).toBeNull();
    expect(withEdit(NO_DRAFTS, UNSET, "").size).toBe(0);
    expect(fieldValue(UNSET, NO_DRAFTS)).toBe("");
    expect(fieldValue(saved, new Map([["LIMIT", null]]))).toBe("");
  });

  it("keeps an emptied field to be refused where there must be a value", () => {
    expect(withEdit(NO_DRAFTS, AT_DEFAULT, "").get("THEME")).toBe("");
  });
});

describe("differencesOf", () => {
  it("gives before and after in the page's order, without what can't be edited", () => {
    const list = settingListOf([SAVED_DARK, UNSET, settingView({ name: "PORT", scope: "operator" })]);
    const drafts = new Map([
      ["PORT", "1"],
      ["LIMIT", "5"],
      ["THEME", null],
    ]);
    expect(differencesOf(list, drafts)).toEqual([
      { setting: SAVED_DARK, before: "dark", after: "auto", takesBack: true },
      { setting: UNSET, before: null, after: "5", takesBack: false },
    ]);
  });
});

describe("what somebody else saved meanwhile", () => {
  const later = settingListOf([SAVED_DARK, UNSET], 2);

  it("is told with before and after", () => {
    expect(changesBetween(settingListOf([AT_DEFAULT, UNSET]), later)).toEqual([
      { setting: SAVED_DARK, before: "auto", after: "dark", takesBack: false },
    ]);
  });

  it("leaves the own edits, but for those that are done by it", () => {
    expect(
      withoutDone(
        later,
        new Map([
          ["THEME", "dark"],
          ["LIMIT", "5"],
        ]),
      ),
    ).toEqual(new Map([["LIMIT", "5"]]));
    expect(withoutDone(later, new Map([["THEME", "light"]])).get("THEME")).toBe("light");
    expect(
      withoutDone(
        later,
        new Map([
          ["THEME", null],
          ["GONE", "1"],
        ]),
      ),
    ).toEqual(new Map([["THEME", null]]));
  });
});
