import type { ConnectionAccess } from "@/shared/schemas/broker";

/** What each kind of access means, in the words of every place that offers it. */
export const ACCESS_TEXT: Record<ConnectionAccess, { title: string; description: string }> = {
  read_only: {
    title: "Read only",
    description: "Balances, positions and orders are read. Wheelhouse can't place or change an order.",
  },
  trading: {
    title: "Trading too",
    description: "Also lets what you allow, such as a bot, place orders through this connection.",
  },
};

/** The choices that a broker offers, for a group of radio cards. */
export function accessOptions(modes: readonly ConnectionAccess[]) {
  return modes.map((value) => ({ value, ...ACCESS_TEXT[value] }));
}
