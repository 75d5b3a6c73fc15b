import { describeBrokerDataContract } from "@/server/brokers/broker-data.contract";
import {
  inputOf,
  type RobinhoodOnSandbox,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import type { ReadingPart } from "@/shared/schemas/trading";

let on: RobinhoodOnSandbox;

const paths: Partial<Record<ReadingPart, string>> = {
  stock_holdings: "/positions/",
  option_holdings: "/options/positions/",
  instruments: "/instruments/",
  contracts: "/options/chains/",
  stock_prices: "/quotes/",
  option_prices: "/marketdata/options/",
  stock_orders: "/orders/",
  option_orders: "/options/orders/",
  option_events: "/options/events/",
  dividends: "/dividends/",
  splits: "/corp_actions/v2/split_payments/",
  contract_changes: "/options/corp_actions/",
};

describeBrokerDataContract("Robinhood", {
  start: async () => {
    on = await startRobinhoodOnSandbox();
    return on.broker;
  },
  stop: () => on.close(),
  reset: () => on.sandbox.control.reset(),
  trader: () => inputOf("paul"),
  collector: () => inputOf("stan"),
  underlying: "INTC",
  setPageSize: (rows) => on.sandbox.control.setKnobs({ pageSize: rows }),
  spoil: (part) => {
    on.sandbox.control.addFault({ kind: "wrong-types", path: paths[part] });
  },
  parts: {
    getPositions: ["stock_holdings", "option_holdings", "contracts", "stock_prices", "option_prices"],
    getOrders: ["stock_orders", "option_orders", "contracts"],
    getActivity: [
      "stock_orders",
      "option_orders",
      "option_events",
      "dividends",
      "splits",
      "contract_changes",
      "contracts",
      "instruments",
    ],
  },
  countRequests: () => on.sandbox.control.requests().length,
});
