import type { Script } from "./script";

/** Everything that wants attention at once: the account of someone who has not looked for a while. */
export function writeTrouble(script: Script): void {
  const { ledger } = script;
  ledger.deposit(16_000);

  // PFE-2: in the money, and the dividend before its expiration is worth more than the time that is left.
  script.buyShares("PFE", 100, "25.20", script.on(-8, "mon"));
  const call = script.mark(script.call("PFE", "24.5", 3), "1.75");
  script.sellToOpen(call, 1, "1.20", script.on(-8, "mon", "15:40"));

  // INTC-5: the puts want more cash than there is.
  const puts = script.mark(script.put("INTC", 23, 4), "0.41");
  script.sellToOpen(puts, 10, "0.55", script.on(-1, "tue"));

  // BAC-4: assigned last night, not booked yet.
  const assigned = script.mark(script.put("BAC", 47, 1), "1.82");
  script.sellToOpen(assigned, 1, "0.95", script.on(-4, "mon"));
  ledger.expectAssignment(assigned, 1);

  // SOFI-6: expires this week, close to its strike.
  const near = script.mark(script.put("SOFI", "16.5", 1), "0.14");
  script.sellToOpen(near, 1, "0.58", script.on(-2, "wed"));

  // T-1: nearly all of the premium is earned.
  script.buyShares("T", 100, "26.90", script.on(-6, "mon"));
  const earned = script.mark(script.call("T", 28, 2), "0.05");
  script.sellToOpen(earned, 1, "0.60", script.on(-5, "mon"));

  // HLCN-3: assigned, and no call sold since.
  const delivered = script.put("HLCN", 36, -3);
  script.sellToOpen(delivered, 1, "1.15", script.on(-7, "mon"));
  ledger.assign(delivered);

  // MRDN-1: a merger, after which each put delivers 60 shares and 1,200 dollars.
  const adjusted = script.mark(script.put("MRDN", 38, 6), "1.60");
  script.sellToOpen(adjusted, 2, "2.10", script.on(-26, "mon"));
  ledger.merge(script.stock("MRDN"), script.on(-12, "wed", "09:00"), { shares: 60, cash: 1200 });

  // F-24: brought along from another broker, so that nobody here knows how it was opened.
  const transferred = script.put("F", 10, -2);
  ledger.transferIn(transferred, -1, "0.30", script.on(-9, "tue"));
  ledger.expire(transferred);
}
