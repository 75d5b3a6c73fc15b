import { daysBetween } from "@/shared/new-york-time";
import { Exact, exactText, exactTextOrNull } from "@/shared/wheel/exact";
import { type Payoff, payoffOf } from "@/shared/wheel/payoff";
import {
  type BookShort,
  breakEvenOf,
  collateralOf,
  effectiveBasisOf,
  ofContracts,
  type WheelBook,
} from "@/shared/wheel/wheel-book";

/** A roll that somebody thinks about: some contracts of one short option closed, as many of another opened. */
export interface RollProposal {
  readonly contractId: string;
  /** Not more than are open. */
  readonly contracts: string;
  /** Per share, paid to close. */
  readonly closePrice: string;
  readonly strike: string;
  /** A day. */
  readonly expiration: string;
  /** Per share, received for the new contract. */
  readonly openPrice: string;
  /** Dollars, of both trades. */
  readonly fees: string;
  /** Day in New York on which it is done. */
  readonly today: string;
  /** Dollars per share; the collateral of a new call is the share's value. Null takes what the shares came in at. */
  readonly sharePrice: string | null;
}

/** The figures of a cycle that a roll changes. Dollars; per share where the name says basis or break-even. */
export interface Standing {
  readonly netPremium: string;
  readonly effectiveBasis: string | null;
  readonly breakEven: string | null;
  readonly collateral: string;
  readonly payoff: Payoff;
}

export interface RollEffect {
  /** Dollars of each trade before fees: paid to close (−), received to open (+). */
  readonly closeCash: string;
  readonly openCash: string;
  /** Both trades together, before fees, as for rolls that happened. */
  readonly netCredit: string;
  /** After fees. */
  readonly netCash: string;
  readonly daysAdded: number;
  readonly strikeMoved: string;
  /** Premium ÷ collateral × 365 ÷ days to the new expiration, percent; null without days or collateral. */
  readonly annualisedYield: string | null;
  readonly keeping: Standing;
  readonly rolled: Standing;
  /** The cycle after the roll, for its own outcome at a price. */
  readonly book: WheelBook;
}

/** What a roll would change; null when the contract is not one of the book's. */
export function rollEffect(book: WheelBook, proposal: RollProposal): RollEffect | null {
  const short = book.shorts.find(({ option }) => option.contractId === proposal.contractId);
  if (short === undefined) return null;
  const contracts = new Exact(proposal.contracts);
  const perShare = contracts.times(short.option.multiplier);
  const closeCash = perShare.times(proposal.closePrice).negated();
  const openCash = perShare.times(proposal.openPrice);
  const opened = newShort(short, proposal, contracts);
  const netCredit = closeCash.plus(openCash);
  const netCash = netCredit.minus(proposal.fees);
  const rolled: WheelBook = {
    ...book,
    banked: book.banked.plus(netCash),
    netPremium: book.netPremium.plus(netCash),
    shorts: [...book.shorts.flatMap((other) => without(other, short, contracts)), opened],
  };
  return {
    closeCash: exactText(closeCash),
    openCash: exactText(openCash),
    netCredit: exactText(netCredit),
    netCash: exactText(netCash),
    daysAdded: daysBetween(short.option.expiration, proposal.expiration),
    strikeMoved: exactText(new Exact(proposal.strike).minus(short.option.strike)),
    annualisedYield: exactTextOrNull(yieldOf(book, opened, openCash, proposal)),
    keeping: standingOf(book),
    rolled: standingOf(rolled),
    book: rolled,
  };
}

function newShort(short: BookShort, { strike, expiration }: RollProposal, contracts: Exact): BookShort {
  const option = { ...short.option, contractId: `${short.option.contractId}:rolled`, strike, expiration };
  const value = contracts.times(strike).times(option.multiplier);
  return { ...ofContracts(short, contracts), option, value };
}

function without(other: BookShort, short: BookShort, contracts: Exact): BookShort[] {
  if (other !== short) return [other];
  const left = short.contracts.minus(contracts);
  return left.isZero() ? [] : [ofContracts(short, left)];
}

function yieldOf(book: WheelBook, opened: BookShort, openCash: Exact, proposal: RollProposal): Exact | null {
  const days = daysBetween(proposal.today, proposal.expiration);
  const collateral = opened.option.right === "put" ? opened.value : sharesWorth(book, opened, proposal);
  if (days <= 0 || collateral.lte(0)) return null;
  return openCash.div(collateral).times(100).times(365).div(days);
}

function sharesWorth(book: WheelBook, { shares }: BookShort, { sharePrice }: RollProposal): Exact {
  if (sharePrice !== null) return shares.times(sharePrice);
  return book.shares.isZero() ? book.shares : book.cost.times(shares).div(book.shares);
}

/** Where a cycle stands as it is. */
export function standingOf(book: WheelBook): Standing {
  return {
    netPremium: exactText(book.netPremium),
    effectiveBasis: exactTextOrNull(effectiveBasisOf(book)),
    breakEven: exactTextOrNull(breakEvenOf(book)),
    collateral: exactText(collateralOf(book)),
    payoff: payoffOf([book]),
  };
}
