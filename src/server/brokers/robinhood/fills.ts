import type { Decimal } from "decimal.js";
import { amountText, quantityText } from "@/server/brokers/robinhood/decimal-reply";
import { feeShares } from "@/server/brokers/robinhood/fee-shares";
import type { InstrumentOf } from "@/server/brokers/robinhood/instruments";
import type { TermsOf } from "@/server/brokers/robinhood/option-contracts";
import { legWishOf, type OptionOrderReply, optionFeesOf } from "@/server/brokers/robinhood/option-order";
import type { ExecutionReply } from "@/server/brokers/robinhood/order-fields";
import type { StockOrderReply } from "@/server/brokers/robinhood/stock-order";
import type { OptionTrade, StockTrade } from "@/shared/schemas/activity";

/** The fills of a stock order, also of one that was cancelled after some; none where nobody knows the stock. */
export function stockTradesOf(order: StockOrderReply, instrumentOf: InstrumentOf): StockTrade[] {
  if (order.executions.length === 0) return [];
  const instrument = instrumentOf(order);
  if (instrument === null) return [];
  return withFees(order.executions, (execution) => execution, order.fees).map(([execution, fees]) => ({
    kind: "stock_trade",
    ...fillOf(execution, fees),
    accountNumber: order.account,
    orderId: order.id,
    side: order.side,
    symbol: instrument.symbol,
  }));
}

/** The fills of all legs of an option order; those of a contract that nobody knows are left out. */
export function optionTradesOf(order: OptionOrderReply, termsOf: TermsOf): OptionTrade[] {
  const fills = order.legs.flatMap((leg) => leg.executions.map((execution) => ({ leg, execution })));
  return withFees(fills, ({ execution }) => execution, optionFeesOf(order)).flatMap(
    ([{ leg, execution }, fees]): OptionTrade[] => {
      const option = termsOf(legWishOf(order, leg));
      if (option === null) return [];
      return [
        {
          kind: "option_trade",
          ...fillOf(execution, fees),
          accountNumber: order.account_number,
          orderId: order.id,
          side: leg.side,
          effect: leg.position_effect,
          option,
        },
      ];
    },
  );
}

function fillOf(execution: ExecutionReply, fees: Decimal | null) {
  return {
    eventId: execution.id,
    at: execution.timestamp,
    quantity: quantityText(execution.quantity),
    price: amountText(execution.price),
    fees: amountText(fees),
  };
}

function withFees<Fill>(
  fills: readonly Fill[],
  executionOf: (fill: Fill) => ExecutionReply,
  fees: Decimal | null,
): [Fill, Decimal | null][] {
  const shares = feeShares(
    fees,
    fills.map((fill) => executionOf(fill).quantity),
  );
  return fills.map((fill, index) => [fill, shares[index] ?? null]);
}
