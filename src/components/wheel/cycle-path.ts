/** The page of a cycle. */
export function cyclePath(cycleId: string): string {
  return `/wheel/${encodeURIComponent(cycleId)}`;
}
