import { describe, expect, it } from "vitest";
import { parseChoices } from "@/components/table/kept-choices";

const IDS = ["symbol", "value"];

describe("choices kept in the browser", () => {
  it("come back as they were", () => {
    const choices = {
      sort: [{ id: "value", desc: true }],
      visible: { symbol: true, value: false },
      group: ["symbol"],
    };
    expect(parseChoices(JSON.stringify(choices), IDS)).toEqual(choices);
  });

  it("lose columns that the grid no longer has", () => {
    const text = JSON.stringify({
      sort: [{ id: "gone", desc: true }],
      visible: { gone: false, value: false },
      group: ["gone"],
    });
    expect(parseChoices(text, IDS)).toEqual({ sort: [], visible: { value: false }, group: [] });
  });

  it.each([null, "", "{", "null", "[]", '{"sort":1}'])("are none from %s", (text) => {
    expect(parseChoices(text, IDS)).toBeNull();
  });
});
