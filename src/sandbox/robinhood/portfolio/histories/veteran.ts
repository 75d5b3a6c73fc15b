import type { Script } from "./script";

/**
 * Two years of wheels in one account, and what lies beside them. The figures that follow from each cycle are
 * worked out in `worked-cycles.md`, under the names given here.
 */
export function writeVeteran(script: Script): void {
  script.ledger.deposit(160_000);
  intel(script);
  bankOfAmerica(script);
  pfizer(script);
  sofi(script);
  halcyon(script);
  quarry(script);
  fordPuts(script);
  spreadsAndLongOptions(script);
  openOrders(script);
  indexOptions(script);
}

/** INTC-1 to INTC-4: expired, called away, rolled twice, and rolled once with a put open now. */
function intel(script: Script): void {
  const { ledger } = script;
  const expired = script.put("INTC", 20, -100);
  script.sellToOpen(expired, 2, "0.62", script.on(-104, "mon"));
  ledger.expire(expired);

  const assigned = script.put("INTC", 21, -95);
  script.sellToOpen(assigned, 2, "0.70", script.on(-99, "mon"));
  ledger.assign(assigned);
  const first = script.call("INTC", 22, -90);
  script.sellToOpen(first, 2, "0.45", script.on(-94, "mon"));
  ledger.expire(first);
  const second = script.call("INTC", 22, -85);
  script.sellToOpen(second, 2, "0.50", script.on(-89, "mon"));
  ledger.assign(second);

  const [sold, rolled, last] = [
    script.put("INTC", 22, -80),
    script.put("INTC", "21.5", -76),
    script.put("INTC", 21, -72),
  ];
  script.sellToOpen(sold, 1, "0.80", script.on(-84, "mon"));
  script.roll(
    { contract: sold, price: "1.10" },
    { contract: rolled, price: "1.35" },
    1,
    script.on(-81, "thu"),
  );
  script.roll(
    { contract: rolled, price: "0.90" },
    { contract: last, price: "1.02" },
    1,
    script.on(-77, "wed"),
  );
  ledger.expire(last);

  const then = script.put("INTC", "24.5", -2);
  const now = script.mark(script.put("INTC", 24, 4), "0.95");
  script.sellToOpen(then, 2, "0.90", script.on(-7, "mon"));
  script.roll({ contract: then, price: "1.20" }, { contract: now, price: "1.45" }, 2, script.on(-3, "thu"));
}

/** BAC-1 (early assignment of a part), BAC-2 (a roll in two orders, shares sold), BAC-3 (covered strangle now). */
function bankOfAmerica(script: Script): void {
  const { ledger } = script;
  const bank = script.stock("BAC");
  const puts = script.put("BAC", 40, -98);
  script.sellToOpen(puts, 3, "0.90", script.on(-103, "tue"));
  ledger.assign(puts, { quantity: 1, at: script.on(-99, "wed", "21:00") });
  ledger.expire(puts);
  const away = script.call("BAC", 41, -93);
  script.sellToOpen(away, 1, "0.55", script.on(-97, "mon"));
  ledger.dividend(bank, script.on(-95, "wed"));
  ledger.assign(away);

  const fills = [
    { quantity: 60, prices: ["41.90"] },
    { quantity: 90, prices: ["41.95"], minutesLater: 1 },
    { quantity: 50, prices: ["42.00"], minutesLater: 4 },
  ];
  const shares = { stock: bank, side: "buy", quantity: 200, price: "42.00", state: "filled", fills } as const;
  ledger.tradeStock(shares, script.on(-92, "mon"));
  const [near, far] = [script.call("BAC", 43, -87), script.call("BAC", 44, -83)];
  script.sellToOpen(near, 2, "0.60", script.on(-91, "mon"));
  script.buyToClose(near, 2, "1.30", script.on(-88, "tue", "15:30"));
  script.sellToOpen(far, 2, "1.75", script.on(-88, "tue", "15:32"));
  ledger.dividend(bank, script.on(-86, "wed"));
  ledger.expire(far);
  const fees = { sec: "0.25", taf: "0.03", cat: "0.01" };
  script.sellShares("BAC", 200, "44.50", script.on(-82, "mon"), fees);

  const assigned = script.put("BAC", 44, -16);
  script.sellToOpen(assigned, 1, "1.10", script.on(-20, "mon"));
  ledger.assign(assigned);
  const expired = script.call("BAC", 45, -11);
  script.sellToOpen(expired, 1, "0.95", script.on(-15, "mon"));
  ledger.dividend(bank, script.on(-13, "wed"));
  ledger.expire(expired);
  const [above, below] = [script.call("BAC", 46, 4), script.put("BAC", 42, 4)];
  const legs = [
    { contract: script.mark(above, "0.55"), side: "sell", effect: "open", price: "0.85" },
    { contract: script.mark(below, "0.18"), side: "sell", effect: "open", price: "0.60" },
  ] as const;
  script.trade({ legs, quantity: 1 }, script.on(-6, "wed"));
}

/** PFE-1: a call closed and another sold the same day, which may be a roll. */
function pfizer(script: Script): void {
  const { ledger } = script;
  const put = script.put("PFE", 27, -76);
  script.sellToOpen(put, 1, "0.75", script.on(-80, "mon"));
  ledger.assign(put);
  const [first, second] = [script.call("PFE", 28, -71), script.call("PFE", "27.5", -67)];
  script.sellToOpen(first, 1, "0.40", script.on(-75, "mon"));
  script.buyToClose(first, 1, "0.15", script.on(-72, "mon", "15:05"));
  script.sellToOpen(second, 1, "0.52", script.on(-72, "mon", "18:40"));
  ledger.dividend(script.stock("PFE"), script.on(-70, "tue"));
  ledger.assign(second);
}

/** SOFI-1: an order filled in three parts, assigned in part, and calls on a part of the shares now. */
function sofi(script: Script): void {
  const { ledger } = script;
  const puts = script.put("SOFI", 15, -26);
  const fills = [
    { quantity: 2, prices: ["0.65"] },
    { quantity: 1, prices: ["0.66"], minutesLater: 2 },
    { quantity: 2, prices: ["0.67"], minutesLater: 9 },
  ];
  const legs = [{ contract: puts, side: "sell", effect: "open", price: "0.65" }] as const;
  script.trade({ legs, quantity: 5, fills }, script.on(-30, "mon"));
  ledger.assign(puts, { quantity: 3 });
  ledger.expire(puts);
  const expired = script.call("SOFI", 16, -21);
  script.sellToOpen(expired, 2, "0.50", script.on(-25, "tue"));
  ledger.expire(expired);
  const now = script.mark(script.call("SOFI", 17, 3), "0.62");
  script.sellToOpen(now, 2, "0.70", script.on(-10, "mon"));
}

/** HLCN-1 (a split of four for one in the middle, calls assigned early) and HLCN-2 (no call on the shares now). */
function halcyon(script: Script): void {
  const { ledger } = script;
  const put = script.put("HLCN", 120, -56);
  script.sellToOpen(put, 1, "3.20", script.on(-60, "mon"));
  ledger.assign(put);
  const split = script.call("HLCN", 130, -50);
  script.sellToOpen(split, 1, "2.60", script.on(-55, "mon"));
  ledger.split(script.split("HLCN", 4, 1, -53));
  ledger.expire(split);
  const early = script.call("HLCN", 33, -45);
  script.sellToOpen(early, 4, "0.60", script.on(-49, "mon"));
  ledger.assign(early, { quantity: 3, at: script.on(-46, "thu", "21:00") });
  ledger.expire(early);
  const away = script.call("HLCN", 34, -40);
  script.sellToOpen(away, 1, "0.55", script.on(-44, "mon"));
  ledger.assign(away);

  const assigned = script.put("HLCN", 36, -8);
  script.sellToOpen(assigned, 2, "1.05", script.on(-12, "mon"));
  ledger.assign(assigned);
  const protection = script.mark(script.put("HLCN", 33, 8), "0.70");
  script.buyToOpen(protection, 2, "0.90", script.on(-5, "tue"));
}

/** QRRY-1: a split of three for two, after which the put delivers 150 shares. */
function quarry(script: Script): void {
  const { ledger } = script;
  const put = script.put("QRRY", 60, -34);
  script.sellToOpen(put, 1, "1.80", script.on(-40, "mon"));
  ledger.split(script.split("QRRY", 3, 2, -37));
  ledger.assign(put);
  const expired = script.call("QRRY", 41, -29);
  script.sellToOpen(expired, 1, "0.70", script.on(-33, "mon"));
  ledger.expire(expired);
  const away = script.call("QRRY", "41.5", -24);
  script.sellToOpen(away, 1, "0.80", script.on(-28, "mon"));
  ledger.assign(away);
  script.sellShares("QRRY", 50, "41.80", script.on(-23, "mon"), { sec: "0.06", taf: "0.01" });
}

/** F-1 to F-23: a put each month, every one of which expired. */
function fordPuts(script: Script): void {
  for (let month = 0; month < 23; month += 1) {
    const opened = -98 + month * 4;
    const put = script.put("F", 9, opened + 3);
    script.sellToOpen(put, 3, "0.14", script.on(opened, "tue", "16:10"));
    script.ledger.expire(put);
  }
}

/** Orders that wait: a stock order that was filled in part, and a roll in one order of two legs. */
function openOrders(script: Script): void {
  const { ledger } = script;
  const fills = [{ quantity: 40, prices: ["10.48"], minutesLater: 3 }];
  const part = { side: "buy", quantity: 100, price: "10.50", state: "partially_filled", fills } as const;
  ledger.tradeStock({ stock: script.stock("F"), ...part }, script.on(-1, "thu"));
  const [from, to] = [script.call("SOFI", 17, 3), script.call("SOFI", "17.5", 6)];
  const legs = [
    { contract: from, side: "buy", effect: "close", price: "0.60" },
    { contract: to, side: "sell", effect: "open", price: "0.95" },
  ] as const;
  ledger.trade({ legs, quantity: 2, state: "queued" }, script.on(-1, "fri", "17:20"));
}

/** On T nothing belongs to a wheel: put spreads, closed and open, and a call that was bought and exercised. */
function spreadsAndLongOptions(script: Script): void {
  const { ledger } = script;
  const bought = script.call("T", 25, -56);
  script.buyToOpen(bought, 1, "1.10", script.on(-60, "mon"));
  ledger.exercise(bought, { at: script.on(-57, "wed", "21:00") });
  script.sellShares("T", 100, "26.50", script.on(-55, "tue"), { sec: "0.07", taf: "0.02", cat: "0.01" });

  const [high, low] = [script.put("T", 26, -26), script.put("T", 24, -26)];
  const closed = [
    { contract: high, side: "sell", effect: "open", price: "0.55" },
    { contract: low, side: "buy", effect: "open", price: "0.20" },
  ] as const;
  script.trade({ legs: closed, quantity: 3 }, script.on(-30, "mon"));
  const closing = [
    { contract: high, side: "buy", effect: "close", price: "0.15" },
    { contract: low, side: "sell", effect: "close", price: "0.05" },
  ] as const;
  script.trade({ legs: closing, quantity: 3 }, script.on(-27, "wed"));

  const open = [
    {
      contract: script.mark(script.put("T", 27, 5), "0.42"),
      side: "sell",
      effect: "open",
      price: "0.70",
    },
    { contract: script.mark(script.put("T", 25, 5), "0.09"), side: "buy", effect: "open", price: "0.22" },
  ] as const;
  script.trade({ legs: open, quantity: 3 }, script.on(-3, "tue"));
}

/** Options on an index: one expired, one settled in cash, one open. They cost a fee of the exchange as well. */
function indexOptions(script: Script): void {
  const { ledger } = script;
  const sell = (strike: number, expires: number, price: string, week: number) => {
    const contract = script.put("XSP", strike, expires);
    const legs = [{ contract, side: "sell", effect: "open", price }] as const;
    script.trade({ legs, quantity: 1, contractFees: "0.35" }, script.on(week, "mon", "16:45"));
    return contract;
  };
  ledger.expire(sell(520, -66, "6.10", -70));
  // The index stood at 534.20: 5.80 under the strike.
  ledger.assign(sell(540, -56, "7.00", -60), { cash: "-580" });
  script.mark(sell(585, 2, "4.40", -4), "1.15");
}
