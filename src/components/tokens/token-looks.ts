import { Ban, CircleCheck, Clock3, type LucideIcon } from "lucide-react";
import type { StatusTone } from "@/components/ui/badge";
import { API_ADDRESSES } from "@/shared/addresses";
import type { ApiTokenView, TokenChoices, TokenReach } from "@/shared/schemas/api-token";

interface TokenLook {
  word: string;
  tone: StatusTone;
  icon: LucideIcon;
}

/** How a token stands, in a word. */
export const TOKEN_LOOKS: Record<ApiTokenView["state"], TokenLook> = {
  live: { word: "Live", tone: "ok", icon: CircleCheck },
  expired: { word: "Expired", tone: "neutral", icon: Clock3 },
  revoked: { word: "Revoked", tone: "neutral", icon: Ban },
};

/** A token that a newer one takes over from: it ends soon. */
export const REPLACED_LOOK: TokenLook = { word: "Being replaced", tone: "warn", icon: Clock3 };

/** What a token reaches, in words: connections by their names, accounts by their last digits. */
export function reachWords(reach: TokenReach, { connections }: Pick<TokenChoices, "connections">): string {
  const { brokers, connectionIds, accountIds } = reach;
  if (accountIds !== null) {
    const named = connections.flatMap(({ label, accounts }) =>
      accounts
        .filter(({ accountId }) => accountIds.includes(accountId))
        .map(({ maskedNumber }) => `${label} ${maskedNumber}`),
    );
    return listWords(named, accountIds.length - named.length, "account");
  }
  if (connectionIds !== null) {
    const named = connections.filter(({ id }) => connectionIds.includes(id)).map(({ label }) => label);
    return listWords(named, connectionIds.length - named.length, "connection");
  }
  return brokers === null
    ? "All your connections, later ones too"
    : `All connections of ${brokers.join(", ")}`;
}

/** What is named, and how many are gone since. */
function listWords(named: readonly string[], gone: number, what: string): string {
  const lost = gone > 0 ? [`${gone} removed ${what}${gone === 1 ? "" : "s"}`] : [];
  return [...named, ...lost].join(", ");
}

/** `1 use`, `1,204 uses`. */
export function useCount(uses: number): string {
  return `${uses.toLocaleString("en-US")} use${uses === 1 ? "" : "s"}`;
}

/** What a program needs to begin: two settings, and a first call that shows that they are right. */
export function firstLines(url: string, token: string): string {
  return [
    `WHEELHOUSE_URL=${url}`,
    `WHEELHOUSE_TOKEN=${token}`,
    `curl -H "Authorization: Bearer $WHEELHOUSE_TOKEN" $WHEELHOUSE_URL${API_ADDRESSES.rest}/me`,
  ].join("\n");
}
