import type { ShareFacts } from "@/server/brokers/broker";
import type { BrokerType } from "@/shared/schemas/broker";
import type { Position } from "@/shared/schemas/trading";

/** Whose cycle it is: fields of every row of a wheel view. */
export interface CycleSubject {
  readonly connectionId: string;
  readonly broker: BrokerType;
  readonly label: string;
  readonly accountId: string;
  readonly maskedNumber: string;
}

/** What is known now beside the events. */
export interface CycleFacts {
  readonly subject: CycleSubject;
  /** All positions of the account with its options; null when they could not be read. */
  readonly positions: readonly Position[] | null;
  /** By symbol. */
  readonly shares: ReadonlyMap<string, ShareFacts>;
  readonly now: Date;
}
