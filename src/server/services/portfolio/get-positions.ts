import { loadReachable, reachesAccount } from "@/server/services/connections/reach";
import { inTurns } from "@/server/services/in-turns";
import { permit } from "@/server/services/permit";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { positionFigures } from "@/server/services/portfolio/position-figures";
import { readPositions } from "@/server/services/portfolio/read-positions";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type {
  AccountRef,
  Position,
  PositionsView,
  PositionView,
  ReadingPart,
} from "@/shared/schemas/trading";

/** Parts that say nothing about shares. */
const OF_OPTIONS: readonly ReadingPart[] = ["option_holdings", "contracts", "option_prices"];

const WORKED_OUT_IN_A_TURN = 250;

export interface PositionsInput {
  readonly connectionId: string;
  /** All accounts without it. */
  readonly accountId?: string | undefined;
  /** Shares and options of these underlyings; all without it. */
  readonly symbols?: readonly string[] | undefined;
  readonly includeOptions: boolean;
  readonly fresh: boolean;
}

/**
 * The holdings of a connection with what they are worth, and where each part of them comes from. One reading serves
 * all filters. Broker trouble is told in the parts, never thrown, and never shown as an empty list that is fresh.
 */
export async function getPositions(ctx: ServiceContext, input: PositionsInput): Promise<PositionsView> {
  const actor = permit(ctx, "read_positions", "read:positions");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const reading = await readPositions(ctx, connection, input.fresh ? "fresh" : "cached");
  const { accountId, symbols, includeOptions } = input;
  // A keyed hash for each account, not for each of thousands of positions: it would hold the thread.
  const accounts = new Map<string, AccountRef>();
  const accountOf = (accountNumber: string) => {
    const account = accounts.get(accountNumber) ?? accountRefOf(ctx, connection, accountNumber);
    accounts.set(accountNumber, account);
    return account;
  };
  const viewsOf = ({ accountNumber, ...position }: Position): PositionView[] => {
    const account = accountOf(accountNumber);
    const isWanted =
      reachesAccount(actor, account.accountId) &&
      (includeOptions || position.kind === "stock") &&
      (accountId === undefined || accountId === account.accountId) &&
      (symbols === undefined || symbols.includes(position.symbol));
    if (!isWanted) return [];
    return [{ ...position, ...account, ...positionFigures({ accountNumber, ...position }, reading.parts) }];
  };
  const positions: PositionView[] = [];
  for await (const slice of inTurns(reading.positions, WORKED_OUT_IN_A_TURN)) {
    positions.push(...slice.flatMap(viewsOf));
  }
  return {
    connectionId: connection.id,
    positions,
    parts: includeOptions ? reading.parts : reading.parts.filter(({ part }) => !OF_OPTIONS.includes(part)),
    revalidating: reading.revalidating,
    budget: await currentBudget(ctx, connection),
  };
}
