const MOST_SHOWN = 99;

/** The bell's name for screen readers: `Notices, 2 unread`. */
export function bellName(count: number): string {
  return count === 0 ? "Notices" : `Notices, ${count} unread`;
}

/** The number at the bell; what no longer fits is `99+`. */
export function bellCount(count: number): string {
  return count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}

/** What is said when unread notices arrive. */
export function unreadSentence(count: number): string {
  return count === 0 ? "" : `${count} unread notice${count === 1 ? "" : "s"}`;
}
