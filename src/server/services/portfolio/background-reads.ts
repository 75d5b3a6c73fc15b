import type { ServiceContext } from "@/server/services/service-context";

/** Readings that nobody waits for, by the feed that each process has one of. */
const underWay = new WeakMap<ServiceContext["feed"], Set<Promise<void>>>();

/** Lets a reading go on by itself. What it throws is logged. */
export function readInBackground(
  ctx: Pick<ServiceContext, "feed" | "log">,
  reading: Promise<unknown>,
  what: { readonly connectionId: string; readonly key: string },
): void {
  const reads = underWay.get(ctx.feed) ?? new Set();
  underWay.set(ctx.feed, reads);
  const run = reading
    .catch((error: unknown) => {
      ctx.log.error({ err: error, ...what }, "a reading in the background failed on our side");
    })
    .then(() => {
      reads.delete(run);
    });
  reads.add(run);
}

/** Resolves when every reading that goes on by itself now is done. */
export async function backgroundReadsDone(ctx: Pick<ServiceContext, "feed">): Promise<void> {
  await Promise.all(underWay.get(ctx.feed) ?? []);
}
