import { expect, it } from "vitest";
import { countRolls, presentHistory } from "@/server/services/wheel/engine/present-history";
import { AccountScript } from "@/test/wheel/account-script";
import { buildOneLedger } from "@/test/wheel/build-views";

const DAYS = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"] as const;

/** A put at 50 rolled down by a dollar on each of three days, for 0.10, 0.20 and 0.30 a share; one chain. */
async function rolledCycle() {
  const script = new AccountScript();
  const puts = ["50", "49", "48", "47"].map((strike) => script.put(strike, "2026-02-20"));
  for (const [index, day] of DAYS.entries()) {
    const [before, put] = [puts[index - 1], puts[index]];
    const at = `${day}T15:00:00.000Z`;
    if (before !== undefined) {
      script.buyToClose(at, before, "1", "1.00", { orderId: `roll-${index}` });
    }
    if (put !== undefined) {
      script.sellToOpen(at, put, "1", `1.${index}0`, { orderId: `roll-${index}` });
    }
  }
  const { cycles } = await buildOneLedger(script.events);
  const [cycle] = cycles;
  if (cycle === undefined) throw new Error("There is no cycle");
  return cycle;
}

it("gives all that happened, and of a long history the latest", async () => {
  const cycle = await rolledCycle();
  const all = await presentHistory(cycle);
  expect(all.events).toHaveLength(7);
  expect(all.chains).toMatchObject([{ netCredit: "60", strikeMoved: "-3" }]);
  expect(countRolls(cycle)).toBe(3);
  const latest = await presentHistory(cycle, { events: 2, rolls: 9 });
  expect(latest).toEqual({ ...all, events: all.events.slice(-2) });
});

it("cuts a chain that is too long to its latest rolls, with what they add up to", async () => {
  const cycle = await rolledCycle();
  const { chains } = await presentHistory(cycle, { events: 9, rolls: 2 });
  expect(chains).toMatchObject([{ netCredit: "50", daysAdded: 0, strikeMoved: "-2" }]);
  expect(chains[0]?.rolls.map(({ to }) => to.strike)).toEqual(["48", "47"]);
  const [chain] = cycle.chains;
  if (chain === undefined) throw new Error("There is no chain");
  cycle.chains = [{ ...chain, netCredit: "0" }, chain];
  expect((await presentHistory(cycle, { events: 9, rolls: 3 })).chains).toEqual([chain]);
});
