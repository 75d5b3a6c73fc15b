import { inTurns } from "@/server/services/in-turns";
import { type Amount, amount } from "@/server/services/wheel/engine/amount";
import type { ContractTrade, EventOf, ShareTrade } from "@/server/services/wheel/engine/step";

const FILLS_IN_A_TURN = 512;

type Fill = EventOf<"stock_trade"> | EventOf<"option_trade">;

export interface JoinedTrade {
  /** Names the order, the contract and the side: the same however the order was filled. */
  readonly key: string;
  trade: ShareTrade | ContractTrade;
}

/** Joins the fills of one order, contract and side to one trade at the time and with the event id of the first. */
export async function joinFills(fills: readonly Fill[]): Promise<JoinedTrade[]> {
  const byKey = new Map<string, JoinedTrade>();
  const joined: JoinedTrade[] = [];
  for await (const slice of inTurns(fills, FILLS_IN_A_TURN)) {
    for (const fill of slice) {
      const key = keyOf(fill);
      const trade = tradeOf(fill);
      const known = byKey.get(key);
      if (known === undefined) {
        const begun = { key, trade };
        byKey.set(key, begun);
        joined.push(begun);
      } else {
        known.trade = join(known.trade, trade);
      }
    }
  }
  return joined;
}

function keyOf(fill: Fill): string {
  return fill.kind === "stock_trade"
    ? `${fill.orderId}|shares|${fill.side}`
    : `${fill.orderId}|${fill.option.contractId}|${fill.side}|${fill.effect}`;
}

function tradeOf(fill: Fill): ShareTrade | ContractTrade {
  const quantity = amount(fill.quantity);
  const shared = {
    eventId: fill.eventId,
    orderId: fill.orderId,
    at: Date.parse(fill.at),
    side: fill.side,
    quantity,
    fees: fill.fees === null ? null : amount(fill.fees),
  };
  const perUnit = quantity.times(fill.price);
  return fill.kind === "stock_trade"
    ? { ...shared, value: perUnit, option: null }
    : { ...shared, value: perUnit.times(fill.option.multiplier), option: fill.option, effect: fill.effect };
}

function join<Kind extends ShareTrade | ContractTrade>(one: Kind, other: ShareTrade | ContractTrade): Kind {
  const isFirst = one.at < other.at || (one.at === other.at && one.eventId < other.eventId);
  const { at, eventId } = isFirst ? one : other;
  return {
    ...one,
    at,
    eventId,
    quantity: one.quantity.plus(other.quantity),
    value: one.value.plus(other.value),
    fees: sumOrNull(one.fees, other.fees),
  };
}

const sumOrNull = (one: Amount | null, other: Amount | null): Amount | null =>
  one === null || other === null ? null : one.plus(other);
