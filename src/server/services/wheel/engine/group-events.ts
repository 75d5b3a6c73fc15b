import { groupBy } from "@/server/services/wheel/engine/group-by";
import type { AccountEvent } from "@/shared/schemas/activity";

export interface EventGroup {
  readonly accountNumber: string;
  readonly underlying: string;
  readonly events: AccountEvent[];
}

/**
 * The events of each account and underlying, by account number and then underlying. A contract that a corporate
 * action gave another underlying stays with the underlying that it was opened on.
 */
export async function groupEvents(events: readonly AccountEvent[]): Promise<EventGroup[]> {
  const homes = homesOfMovedContracts(events);
  const groups = await groupBy(events, (event) => `${event.accountNumber}\n${underlyingOf(event, homes)}`);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, ofGroup]) => {
      const [accountNumber = "", underlying = ""] = key.split("\n");
      return { accountNumber, underlying, events: ofGroup };
    });
}

function homesOfMovedContracts(events: readonly AccountEvent[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  const moves = events
    .filter((event) => event.kind === "contract_change")
    .filter(({ from, to }) => from.underlying !== to.underlying)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  for (const { from, to } of moves) {
    homes.set(to.contractId, homes.get(from.contractId) ?? from.underlying);
  }
  return homes;
}

function underlyingOf(event: AccountEvent, homes: ReadonlyMap<string, string>): string {
  switch (event.kind) {
    case "stock_trade":
    case "dividend":
    case "split":
      return event.symbol;
    case "contract_change":
      return homes.get(event.from.contractId) ?? event.from.underlying;
    default:
      return homes.get(event.option.contractId) ?? event.option.underlying;
  }
}
