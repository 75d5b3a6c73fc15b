import { expect, it } from "vitest";
import { latestWords } from "@/components/wheel/latest-words";

it("says how many there are beside those that are shown", () => {
  expect(latestWords(2_000, 67_342, "events")).toBe("The latest 2,000 of 67,342 events.");
  expect(latestWords(7, 7, "events")).toBe("");
});
