import { describe, expect, it } from "vitest";
import { SingleFlight } from "@/server/services/broker-sessions/single-flight";

describe("a single flight", () => {
  it("joins those who come while it runs, and begins anew for those who come after", async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const work = async () => {
      runs += 1;
      return runs;
    };
    expect(
      await Promise.all([flights.run("a", work), flights.run("a", work), flights.run("b", work)]),
    ).toEqual([1, 1, 2]);
    expect(await flights.run("a", work)).toBe(3);
  });

  it("gives all of them the error, and forgets it", async () => {
    const flights = new SingleFlight<string>();
    const fail = async () => {
      throw new Error("no");
    };
    const both = [flights.run("a", fail), flights.run("a", fail)];
    await expect(both[0]).rejects.toThrow("no");
    await expect(both[1]).rejects.toThrow("no");
    expect(await flights.run("a", async () => "yes")).toBe("yes");
  });
});
