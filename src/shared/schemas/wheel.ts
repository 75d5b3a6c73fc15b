import { z } from "zod";
import { decimalSchema } from "@/shared/schemas/account";
import { brokerTypeSchema } from "@/shared/schemas/broker";
import {
  accountRefSchema,
  daySchema,
  optionTermsSchema,
  partProvenanceSchema,
} from "@/shared/schemas/trading";

/** A person's list of connections that a wheel view is made from; `null` in inputs means all of them. */
const subjectShape = {
  connectionId: z.string(),
  broker: brokerTypeSchema,
  /** The person's own name of the connection. */
  label: z.string(),
  ...accountRefSchema.shape,
  underlying: z.string().max(24),
};

/** A figure that can't be worked out, and what is missing for it. */
export const blockedSchema = z.object({
  /** What can't be told, such as `effectiveBasis`. */
  figure: z.string().max(60),
  /** What is missing, such as `opening trade`. */
  missing: z.enum([
    "opening_trade",
    "shares_delivered",
    "cash_delivered",
    "contract_terms",
    "fees",
    "option_price",
    "share_price",
    "collateral",
    "matching_position",
  ]),
  /** The event that shows the gap. */
  eventId: z.string().max(120).nullable(),
});
export type Blocked = z.infer<typeof blockedSchema>;

export const CYCLE_STATES = [
  "cash_secured_put",
  "uncovered",
  "partly_covered",
  "covered",
  "covered_strangle",
  "naked_call",
  "closed",
] as const;
export const cycleStateSchema = z.enum(CYCLE_STATES);
export type CycleState = z.infer<typeof cycleStateSchema>;

export const CYCLE_ENDINGS = ["expired", "bought_back", "called_away", "shares_sold"] as const;

export const RISK_LEVELS = ["low", "moderate", "high", "pending", "unknown"] as const;
export const assignmentRiskSchema = z.object({
  level: z.enum(RISK_LEVELS),
  /** What the level was judged by, strongest first. */
  evidence: z.array(
    z.object({
      kind: z.enum([
        "pending_assignment",
        "in_the_money",
        "near_the_money",
        "time_value_left",
        "dividend_above_time_value",
        "days_left",
        "delta",
        "missing_price",
      ]),
      /** Dollars per share, days or a share of one, by kind; null where the kind says it all. */
      value: decimalSchema.nullable(),
      day: daySchema.nullable(),
    }),
  ),
});
export type AssignmentRisk = z.infer<typeof assignmentRiskSchema>;

/** A short option of a cycle that is open now. */
export const openShortSchema = z.object({
  option: optionTermsSchema,
  /** Contracts, negative. */
  quantity: decimalSchema,
  openedAt: z.iso.datetime(),
  /** What one share brought, before fees. */
  premiumPerShare: decimalSchema,
  /** Dollars received for the open contracts, before fees. */
  premium: decimalSchema,
  /** Mark per share; null when unknown. */
  mark: decimalSchema.nullable(),
  /** Days from today in New York to the expiration. */
  daysToExpiration: z.number().int(),
  /** Strike minus share price for a put and the reverse for a call: negative is in the money. Dollars per share. */
  distanceToStrike: decimalSchema.nullable(),
  /** The same, in percent of the share price, signed. */
  distancePercent: decimalSchema.nullable(),
  /** Of one: how much of the premium would be kept if bought back at the mark. */
  profitShare: decimalSchema.nullable(),
  /** Of one: how much of the time from opening to expiration has passed. */
  timeShare: decimalSchema.nullable(),
  /** Premium on collateral × 365 ÷ days from opening to expiration, percent. */
  yieldAtOpening: decimalSchema.nullable(),
  openProfit: decimalSchema.nullable(),
  collateral: decimalSchema.nullable(),
  risk: assignmentRiskSchema,
});
export type OpenShort = z.infer<typeof openShortSchema>;

/** One short option closed and another opened in its place. */
export const rollSchema = z.object({
  /** Stable: made of the two orders and the two contracts. */
  rollId: z.string().max(300),
  from: optionTermsSchema,
  to: optionTermsSchema,
  quantity: decimalSchema,
  at: z.iso.datetime(),
  /** Dollars received (+) or paid (−) by both legs, before fees. */
  netCredit: decimalSchema,
  daysAdded: z.number().int(),
  strikeMoved: decimalSchema,
  /** Of one, how sure it is that both trades belong together. */
  confidence: decimalSchema,
  /** What joins them: one order, trades minutes apart, or the person's word. */
  evidence: z.enum(["same_order", "within_minutes", "same_day", "person"]),
  /** Whether it counts as a roll; a suggestion does not until the person joins it. */
  joined: z.boolean(),
});
export type Roll = z.infer<typeof rollSchema>;

export const rollChainSchema = z.object({
  rolls: z.array(rollSchema).min(1),
  netCredit: decimalSchema,
  daysAdded: z.number().int(),
  strikeMoved: decimalSchema,
});
export type RollChain = z.infer<typeof rollChainSchema>;

export const annualisedSchema = z.object({
  /** Profit so far ÷ time-weighted collateral × 365 ÷ days, percent; null when too early or blocked. */
  onCollateral: decimalSchema.nullable(),
  tooEarly: z.boolean(),
  days: z.number().int(),
  /** Dollars, time-weighted over the cycle. */
  averageCollateral: decimalSchema.nullable(),
});

/** One line of a cycle's history, for the page. Cash is signed dollars after fees. */
export const cycleEventSchema = z.object({
  eventId: z.string().max(120),
  at: z.iso.datetime(),
  kind: z.enum([
    "put_sold",
    "call_sold",
    "bought_back",
    "expired",
    "assigned",
    "called_away",
    "shares_bought",
    "shares_sold",
    "shares_taken_in",
    "dividend",
    "split",
    "contract_changed",
  ]),
  option: optionTermsSchema.nullable(),
  quantity: decimalSchema,
  price: decimalSchema.nullable(),
  cash: decimalSchema,
  early: z.boolean(),
  /** Premium in dollars that this event made final, after the fees of opening and closing. */
  realised: decimalSchema,
  /** Dollars tied up after it: short puts at their strikes, and shares at what they came in at. */
  collateralAfter: z.object({ puts: decimalSchema, shares: decimalSchema }),
});
export type CycleEvent = z.infer<typeof cycleEventSchema>;

/** A cycle as the lists show it: all that is told of it but what happened line by line. */
export const wheelCycleSchema = z.object({
  /** Stable over rebuilds: made of the account and the event that began it. */
  cycleId: z.string().max(80),
  ...subjectShape,
  state: cycleStateSchema,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  ending: z.enum(CYCLE_ENDINGS).nullable(),
  /** Of the cycle, not of the account. */
  shares: decimalSchema,
  /** Dollars that those shares came in at. */
  shareCost: decimalSchema,
  shorts: z.array(openShortSchema),
  premium: z.object({
    collected: decimalSchema,
    paidToClose: decimalSchema,
    fees: decimalSchema,
    /** Collected − paid − fees. */
    net: decimalSchema,
    /** Of the net, what belongs to contracts that have ended. */
    realised: decimalSchema,
    /** Of the net, what belongs to contracts that are still open. */
    open: decimalSchema,
  }),
  dividends: decimalSchema,
  /** Dollars made or lost on shares that left, against what they came in at. */
  shareProfit: decimalSchema,
  /** Dollars: realised premium, dividends and share profit. */
  realisedProfit: decimalSchema,
  /** Dollars, shares and short options at their prices now; null when a price is missing. */
  openProfit: decimalSchema.nullable(),
  sharePrice: decimalSchema.nullable(),
  /** Per share: strike or price paid, less the premium of the puts that were assigned. */
  taxBasis: decimalSchema.nullable(),
  /** Per share: what the shares came in at, less all option cash flow of the cycle. */
  effectiveBasis: decimalSchema.nullable(),
  /** Share price at which the cycle as it stands makes nothing. */
  breakEven: decimalSchema.nullable(),
  /** Dollars tied up now: puts at strike, shares at what they came in at. */
  collateral: decimalSchema.nullable(),
  annualised: annualisedSchema,
  blocked: z.array(blockedSchema),
});
export type WheelCycle = z.infer<typeof wheelCycleSchema>;

/** What happened in a cycle, the oldest first. */
export const cycleHistorySchema = z.object({
  chains: z.array(rollChainSchema),
  /** Pairs that may be rolls, for the person to join or cut. */
  suggestedRolls: z.array(rollSchema),
  events: z.array(cycleEventSchema),
});
export type CycleHistory = z.infer<typeof cycleHistorySchema>;
export type CycleWithHistory = WheelCycle & CycleHistory;

/** Options that are no part of a wheel, and why. */
export const besideWheelSchema = z.object({
  ...subjectShape,
  option: optionTermsSchema,
  quantity: decimalSchema,
  reason: z.enum(["cash_settled", "long_option", "spread_leg", "not_equity"]),
});
export type BesideWheel = z.infer<typeof besideWheelSchema>;

/** Provenance of one connection's share of a view over several. */
export const sourceSchema = z.object({
  connectionId: z.string(),
  label: z.string(),
  broker: brokerTypeSchema,
  parts: z.array(partProvenanceSchema),
});
export type WheelSource = z.infer<typeof sourceSchema>;

export const underlyingTotalSchema = z.object({
  underlying: z.string().max(24),
  openCycles: z.number().int(),
  closedCycles: z.number().int(),
  accounts: z.number().int(),
  shares: decimalSchema,
  netPremium: decimalSchema,
  realisedProfit: decimalSchema,
  openProfit: decimalSchema.nullable(),
  collateral: decimalSchema.nullable(),
});

export type UnderlyingTotal = z.infer<typeof underlyingTotalSchema>;

export const wheelViewSchema = z.object({
  sources: z.array(sourceSchema),
  cycles: z.array(wheelCycleSchema),
  beside: z.array(besideWheelSchema),
  byUnderlying: z.array(underlyingTotalSchema),
  revalidating: z.boolean(),
  /** Day in New York that days to expiration are counted from. */
  today: daySchema,
});
export type WheelView = z.infer<typeof wheelViewSchema>;

/** One cycle with its history, of which a very long one is cut: the counts tell of the whole. */
export const cycleViewSchema = z.object({
  cycle: wheelCycleSchema,
  history: cycleHistorySchema,
  eventCount: z.number().int(),
  rollCount: z.number().int(),
  /** Of the cycle's connection. */
  source: sourceSchema,
  revalidating: z.boolean(),
  today: daySchema,
});
export type CycleView = z.infer<typeof cycleViewSchema>;
