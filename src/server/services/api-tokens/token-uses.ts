import type { RequestFacts, Services } from "@/server/services/service-context";
import type { TokenUses } from "@/server/storage/bot-records";

type Counted = Map<string, TokenUses>;

const FLUSH_EVERY_MS = 15_000;

/** Uses that a process has counted and not written yet, by the feed that each process has one of. */
const counted = new WeakMap<Services["feed"], Counted>();

/** Counts a use of a token. It is written in the background, so that a busy token is no busy row. */
export function noteTokenUse(
  services: Pick<Services, "feed" | "clock">,
  token: { readonly id: string },
  request: Pick<RequestFacts, "ipAddress">,
): void {
  add(usesOf(services.feed), {
    tokenId: token.id,
    uses: 1,
    lastUsedAt: services.clock.now(),
    lastUsedFrom: request.ipAddress,
  });
}

/** Writes what was counted; to be called again at the time that it returns. What can't be written is kept. */
export async function flushTokenUses(services: Pick<Services, "feed" | "clock" | "storage">): Promise<Date> {
  const uses = usesOf(services.feed);
  const batch = [...uses.values()];
  uses.clear();
  if (batch.length > 0) {
    // In one order, so that two processes never wait for each other.
    const sorted = batch.toSorted((one, other) => (one.tokenId < other.tokenId ? -1 : 1));
    try {
      await services.storage.transaction((tx) => tx.apiTokens.addUses(sorted));
    } catch (error) {
      for (const each of batch) add(uses, each);
      throw error;
    }
  }
  return new Date(services.clock.now().getTime() + FLUSH_EVERY_MS);
}

function usesOf(feed: Services["feed"]): Counted {
  const uses = counted.get(feed) ?? new Map<string, TokenUses>();
  counted.set(feed, uses);
  return uses;
}

function add(uses: Counted, one: TokenUses): void {
  const other = uses.get(one.tokenId);
  if (other === undefined) {
    uses.set(one.tokenId, one);
    return;
  }
  const last = one.lastUsedAt >= other.lastUsedAt ? one : other;
  uses.set(one.tokenId, { ...last, uses: one.uses + other.uses });
}
