/**
 * Does the work for every item, at most `places` at once, until the signal is aborted: what has begun is finished,
 * the rest is left. The work must not throw.
 */
export async function someAtOnce<T>(
  items: readonly T[],
  places: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const takeOneAfterTheOther = async () => {
    for (const item of left) {
      if (signal.aborted) {
        return;
      }
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: places }, takeOneAfterTheOther));
}
