/**
 * The figures of `src/sandbox/robinhood/portfolio/worked-cycles.md`, which shows the arithmetic of each. They were
 * worked out by hand from `docs/wheel.md`; nothing here may be changed to agree with the code.
 */

export interface WorkedRoll {
  evidence: "same_order" | "within_minutes" | "same_day";
  /** Whether it counts without the person's word. */
  joined: boolean;
  quantity: string;
  netCredit: string;
  daysAdded: number;
  strikeMoved: string;
}

export interface WorkedCycle {
  /** As in the document. */
  name: string;
  /** Key of the sandbox person. */
  person: string;
  underlying: string;
  /** Day of the first sale, for a sandbox that starts at {@link WORKED_START}; with the two above it names the cycle. */
  openedOn: string;
  state: "cash_secured_put" | "uncovered" | "partly_covered" | "covered" | "covered_strangle" | "closed";
  ending: "expired" | "called_away" | "shares_sold" | null;
  shares: string;
  collected: string;
  paidToClose: string;
  fees: string;
  net: string;
  /** Of the net, of contracts that have ended and of those that are open. */
  realised: string;
  open: string;
  dividends: string;
  shareProfit: string;
  realisedProfit: string;
  /** A share. Null where there is none, or where it can't be worked out. */
  taxBasis: string | null;
  effectiveBasis: string | null;
  breakEven: string | null;
  collateral: string | null;
  /** In the order of time. */
  rolls: WorkedRoll[];
}

/** When the sandbox has to start for the days to be these. */
export const WORKED_START = new Date("2026-01-05T15:00:00Z");

type Told = Pick<WorkedCycle, "name" | "openedOn" | "collected" | "fees" | "net"> & Partial<WorkedCycle>;

/** A cycle that has ended: all of its premium is realised. */
function ended(person: string, ending: NonNullable<WorkedCycle["ending"]>, told: Told): WorkedCycle {
  const past = { state: "closed", ending, realised: told.net, open: "0", realisedProfit: told.net } as const;
  return { ...nothingMore(person, told.name), ...past, collateral: "0", ...told };
}

/** A cycle that has only puts or calls which are open: none of its premium is realised. */
function running(person: string, state: WorkedCycle["state"], told: Told): WorkedCycle {
  return { ...nothingMore(person, told.name), state, open: told.net, ...told };
}

function nothingMore(person: string, name: string) {
  const none = { paidToClose: "0", realised: "0", dividends: "0", shareProfit: "0", realisedProfit: "0" };
  const figures = { taxBasis: null, effectiveBasis: null, breakEven: null, collateral: null };
  const underlying = name.replace(/-\d+$/, "");
  return { person, underlying, ending: null, shares: "0", ...none, ...figures, rolls: [] };
}

const monthly = { daysAdded: 28, joined: true } as const;

/** F-1 to F-23, four weeks apart. */
function fordPuts(): WorkedCycle[] {
  return Array.from({ length: 23 }, (_, month) => {
    const opened = new Date(Date.parse("2024-02-20T00:00:00Z") + month * 28 * 86_400_000);
    const openedOn = opened.toISOString().slice(0, 10);
    const told = { name: `F-${month + 1}`, openedOn, collected: "42", fees: "0.12", net: "41.88" };
    return ended("paul", "expired", told);
  });
}

export const WORKED_CYCLES: readonly WorkedCycle[] = [
  ended("paul", "expired", {
    name: "INTC-1",
    openedOn: "2024-01-08",
    collected: "124",
    fees: "0.08",
    net: "123.92",
  }),
  ended("paul", "called_away", {
    name: "INTC-2",
    openedOn: "2024-02-12",
    collected: "330",
    fees: "0.24",
    net: "329.76",
    shareProfit: "200",
    realisedProfit: "529.76",
  }),
  ended("paul", "expired", {
    name: "INTC-3",
    openedOn: "2024-05-27",
    collected: "317",
    paidToClose: "200",
    fees: "0.2",
    net: "116.8",
    rolls: [
      { evidence: "same_order", quantity: "1", netCredit: "25", strikeMoved: "-0.5", ...monthly },
      { evidence: "same_order", quantity: "1", netCredit: "12", strikeMoved: "-0.5", ...monthly },
    ],
  }),
  running("paul", "cash_secured_put", {
    name: "INTC-4",
    openedOn: "2025-11-17",
    collected: "470",
    paidToClose: "240",
    fees: "0.24",
    net: "229.76",
    realised: "-60.16",
    open: "289.92",
    realisedProfit: "-60.16",
    breakEven: "22.8512",
    collateral: "4800",
    rolls: [
      {
        evidence: "same_order",
        joined: true,
        quantity: "2",
        netCredit: "50",
        daysAdded: 35,
        strikeMoved: "-0.5",
      },
    ],
  }),
  ended("paul", "called_away", {
    name: "BAC-1",
    openedOn: "2024-01-16",
    collected: "325",
    fees: "0.16",
    net: "324.84",
    dividends: "26",
    shareProfit: "100",
    realisedProfit: "450.84",
  }),
  ended("paul", "shares_sold", {
    name: "BAC-2",
    openedOn: "2024-04-08",
    collected: "470",
    paidToClose: "260",
    fees: "0.24",
    net: "209.76",
    dividends: "52",
    shareProfit: "510.21",
    realisedProfit: "771.97",
    rolls: [{ evidence: "within_minutes", quantity: "2", netCredit: "90", strikeMoved: "1", ...monthly }],
  }),
  running("paul", "covered_strangle", {
    name: "BAC-3",
    openedOn: "2025-08-18",
    shares: "100",
    collected: "350",
    fees: "0.16",
    net: "349.84",
    realised: "204.92",
    open: "144.92",
    dividends: "26",
    realisedProfit: "230.92",
    taxBasis: "42.9004",
    effectiveBasis: "40.5016",
    breakEven: "41.2508",
    collateral: "8600",
  }),
  ended("paul", "called_away", {
    name: "PFE-1",
    openedOn: "2024-06-24",
    collected: "167",
    paidToClose: "15",
    fees: "0.16",
    net: "151.84",
    dividends: "42",
    shareProfit: "50",
    realisedProfit: "243.84",
    rolls: [
      {
        evidence: "same_day",
        joined: false,
        quantity: "1",
        netCredit: "37",
        daysAdded: 28,
        strikeMoved: "-0.5",
      },
    ],
  }),
  running("paul", "partly_covered", {
    name: "SOFI-1",
    openedOn: "2025-06-09",
    shares: "300",
    collected: "570",
    fees: "0.36",
    net: "569.64",
    realised: "429.72",
    open: "139.92",
    realisedProfit: "429.72",
    taxBasis: "14.3404",
    effectiveBasis: "13.1012",
    breakEven: "13.1012",
    collateral: "4500",
  }),
  ended("paul", "called_away", {
    name: "HLCN-1",
    openedOn: "2024-11-11",
    collected: "875",
    fees: "0.28",
    net: "874.72",
    shareProfit: "1300",
    realisedProfit: "2174.72",
  }),
  running("paul", "uncovered", {
    name: "HLCN-2",
    openedOn: "2025-10-13",
    shares: "200",
    collected: "210",
    fees: "0.08",
    net: "209.92",
    realised: "209.92",
    open: "0",
    realisedProfit: "209.92",
    taxBasis: "34.9504",
    effectiveBasis: "34.9504",
    breakEven: "34.9504",
    collateral: "7200",
  }),
  ended("paul", "shares_sold", {
    name: "QRRY-1",
    openedOn: "2025-03-31",
    collected: "330",
    fees: "0.12",
    net: "329.88",
    shareProfit: "239.93",
    realisedProfit: "569.81",
  }),
  ...fordPuts(),
  running("quinn", "covered", {
    name: "SOFI-2",
    openedOn: "2025-09-29",
    shares: "200",
    collected: "350",
    fees: "0.24",
    net: "349.76",
    realised: "253.84",
    open: "95.92",
    realisedProfit: "253.84",
    taxBasis: "16.2804",
    effectiveBasis: "15.2512",
    breakEven: "15.2512",
    collateral: "3400",
  }),
  running("quinn", "cash_secured_put", {
    name: "SOFI-3",
    openedOn: "2025-12-17",
    collected: "132",
    fees: "0.12",
    net: "131.88",
    breakEven: "15.5604",
    collateral: "4800",
  }),
  ended("quinn", "called_away", {
    name: "SOFI-4",
    openedOn: "2025-03-31",
    collected: "95",
    fees: "0.08",
    net: "94.92",
    shareProfit: "50",
    realisedProfit: "144.92",
  }),
  running("quinn", "cash_secured_put", {
    name: "SOFI-5",
    openedOn: "2025-12-22",
    collected: "62",
    fees: "0.04",
    net: "61.96",
    breakEven: "15.8804",
    collateral: "1650",
  }),
  running("rosa", "covered", {
    name: "PFE-2",
    openedOn: "2025-11-10",
    shares: "100",
    collected: "120",
    fees: "0.04",
    net: "119.96",
    taxBasis: "25.2",
    effectiveBasis: "24.0004",
    breakEven: "24.0004",
    collateral: "2520",
  }),
  running("rosa", "cash_secured_put", {
    name: "INTC-5",
    openedOn: "2025-12-30",
    collected: "550",
    fees: "0.4",
    net: "549.6",
    breakEven: "22.4504",
    collateral: "23000",
  }),
  running("rosa", "cash_secured_put", {
    name: "BAC-4",
    openedOn: "2025-12-08",
    collected: "95",
    fees: "0.04",
    net: "94.96",
    breakEven: "46.0504",
    collateral: "4700",
  }),
  running("rosa", "cash_secured_put", {
    name: "SOFI-6",
    openedOn: "2025-12-24",
    collected: "58",
    fees: "0.04",
    net: "57.96",
    breakEven: "15.9204",
    collateral: "1650",
  }),
  running("rosa", "covered", {
    name: "T-1",
    openedOn: "2025-12-01",
    shares: "100",
    collected: "60",
    fees: "0.04",
    net: "59.96",
    taxBasis: "26.9",
    effectiveBasis: "26.3004",
    breakEven: "26.3004",
    collateral: "2690",
  }),
  running("rosa", "uncovered", {
    name: "HLCN-3",
    openedOn: "2025-11-17",
    shares: "100",
    collected: "115",
    fees: "0.04",
    net: "114.96",
    realised: "114.96",
    open: "0",
    realisedProfit: "114.96",
    taxBasis: "34.8504",
    effectiveBasis: "34.8504",
    breakEven: "34.8504",
    collateral: "3600",
  }),
  running("rosa", "cash_secured_put", {
    name: "MRDN-1",
    openedOn: "2025-07-07",
    collected: "420",
    fees: "0.08",
    net: "419.92",
    collateral: "7600",
  }),
];

/** The cycle that is shown blocked, as nobody knows how its put was opened: its figures are not told. */
export const WORKED_GAP = {
  name: "F-24",
  person: "rosa",
  underlying: "F",
  missing: "opening_trade",
} as const;

/** Cash of each account at the start, in dollars. */
export const WORKED_CASH: Readonly<Record<string, readonly string[]>> = {
  paul: ["152057.75"],
  quinn: ["8949.76", "4206.88", "9131.88"],
  rosa: ["8607.32"],
};
