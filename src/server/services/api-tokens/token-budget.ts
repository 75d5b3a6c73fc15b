import type { Services } from "@/server/services/service-context";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import { AppError } from "@/shared/app-error";

/** What is left of a token's requests in the current minute. */
export interface TokenBudget {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the next minute begins, in which all of it is there again. */
  readonly resetSeconds: number;
}

/** Places of one minute that this process has taken from the token's window and not used. */
interface Block {
  readonly startsAtMs: number;
  places: number;
  /** What was left in the window for all processes when places were last taken. */
  left: number;
  /** Places that are being taken: whoever comes meanwhile waits for the same ones. */
  taking: Promise<void> | null;
}

const MINUTE_MS = 60_000;
const BLOCK_SHARE = 10;

const blocksOf = new WeakMap<Services["feed"], Map<string, Block>>();

/**
 * Takes the place of one request in the token's window, a minute by the clock that all processes share. A process
 * takes a tenth of the limit at a time and hands it out by itself, so that a busy token is no busy row; all of them
 * together never hand out more than the limit. Throws API_TOKEN_BUDGET_SPENT with the seconds to wait.
 */
export async function takeTokenPlace(
  services: Pick<Services, "feed" | "clock" | "storage">,
  token: Pick<ApiTokenRecord, "id" | "requestsPerMinute">,
): Promise<TokenBudget> {
  const limit = token.requestsPerMinute;
  for (;;) {
    const nowMs = services.clock.now().getTime();
    const startsAtMs = nowMs - (nowMs % MINUTE_MS);
    const resetSeconds = Math.ceil((startsAtMs + MINUTE_MS - nowMs) / 1000);
    const block = blockOf(services.feed, token.id, startsAtMs, limit);
    if (block.places > 0) {
      block.places -= 1;
      return { limit, remaining: block.places + block.left, resetSeconds };
    }
    if (block.left === 0) {
      throw new AppError("API_TOKEN_BUDGET_SPENT", undefined, { retryAfterSeconds: resetSeconds });
    }
    block.taking ??= takeBlock(services, token, block);
    await block.taking;
  }
}

async function takeBlock(
  { storage }: Pick<Services, "storage">,
  { id, requestsPerMinute: limit }: Pick<ApiTokenRecord, "id" | "requestsPerMinute">,
  block: Block,
): Promise<void> {
  const wanted = Math.max(1, Math.floor(limit / BLOCK_SHARE));
  try {
    const { places, left } = await storage.tokenWindows.take(id, new Date(block.startsAtMs), limit, wanted);
    block.places += places;
    block.left = left;
  } finally {
    block.taking = null;
  }
}

function blockOf(feed: Services["feed"], tokenId: string, startsAtMs: number, limit: number): Block {
  const blocks = blocksOf.get(feed) ?? new Map<string, Block>();
  blocksOf.set(feed, blocks);
  const known = blocks.get(tokenId);
  if (known !== undefined && known.startsAtMs === startsAtMs) return known;
  // Tokens that were not used for a minute need no memory.
  for (const [id, old] of blocks) if (old.startsAtMs !== startsAtMs) blocks.delete(id);
  const fresh: Block = { startsAtMs, places: 0, left: limit, taking: null };
  blocks.set(tokenId, fresh);
  return fresh;
}
