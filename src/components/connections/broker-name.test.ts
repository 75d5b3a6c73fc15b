import { expect, it } from "vitest";
import { brokerName } from "@/components/connections/broker-name";

it("takes the name from the description", () => {
  expect(
    brokerName([{ id: "td_ameritrade", name: "Charles Schwab (formerly TD Ameritrade)" }], "td_ameritrade"),
  ).toBe("Charles Schwab (formerly TD Ameritrade)");
});

it("spells the identifier out where there is no description", () => {
  expect(brokerName([], "robinhood")).toBe("Robinhood");
  expect(brokerName([], "interactive_brokers")).toBe("Interactive Brokers");
});
