import type { ShareFacts } from "@/server/brokers/broker";
import type { AttentionItem, AttentionSettings } from "@/shared/schemas/attention";
import type { AccountRef } from "@/shared/schemas/trading";
import type { BesideWheel, WheelCycle } from "@/shared/schemas/wheel";

/** What an account can pay with. Dollars; null where the broker does not say. */
export interface AccountMeans {
  readonly connectionId: string;
  readonly account: AccountRef;
  readonly cash: string | null;
  readonly buyingPower: string | null;
  /** Whether the account may buy on margin. */
  readonly margin: boolean;
}

/** How long the session of a connection lives unless its person acts. */
export interface SessionEnd {
  readonly connectionId: string;
  readonly label: string;
  /** Null while there is no such time: Wheelhouse renews the session by itself. */
  readonly endsAt: Date | null;
  /** The session has ended already, and only its person can begin another. */
  readonly ended: boolean;
}

/** Everything that the rules look at, of all of a person's connections. */
export interface AttentionFacts {
  readonly now: Date;
  /** Day in New York. */
  readonly today: string;
  /** Cycles that are open. */
  readonly cycles: readonly WheelCycle[];
  /** By cycle id: since when shares of it have been behind no call, where there are such. */
  readonly uncoveredSince: ReadonlyMap<string, Date>;
  /** Options that are held outside of a wheel. */
  readonly beside: readonly BesideWheel[];
  /** Facts of shares, by connection and symbol: see {@link shareKey}. */
  readonly shares: ReadonlyMap<string, ShareFacts>;
  readonly accounts: readonly AccountMeans[];
  readonly sessions: readonly SessionEnd[];
}

/** Key of `shares`: two brokers may know the same share differently. */
export function shareKey(connectionId: string, symbol: string): string {
  return `${connectionId} ${symbol}`;
}

/** An item before it is known whether its person put it aside. */
export type Finding = Omit<AttentionItem, "dismissedAt">;

/** One rule: all it finds. Pure. */
export type Rule = (facts: AttentionFacts, settings: AttentionSettings) => Finding[];
