import { describe, expect, it } from "vitest";
import { firstChoice } from "@/components/connections/first-choice";

const OFFERED = [{ id: "robinhood" }, { id: "etrade" }] as const;

describe("firstChoice", () => {
  it("is the default broker where it is offered", () => {
    expect(firstChoice(OFFERED, "etrade")).toBe("etrade");
  });

  it("is the first that is offered otherwise", () => {
    expect(firstChoice(OFFERED, "interactive_brokers")).toBe("robinhood");
    expect(firstChoice([], "etrade")).toBeNull();
  });
});
