"use client";

import { TokenFacts } from "@/components/tokens/token-facts";
import { REPLACED_LOOK, TOKEN_LOOKS } from "@/components/tokens/token-looks";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ApiTokenView, TokenChoices } from "@/shared/schemas/api-token";

/** What is asked for at one token. */
export type TokenAct = "rotate" | "revoke";

interface TokenRowProps {
  token: ApiTokenView;
  choices: Pick<TokenChoices, "connections">;
  /** A newer token takes over from it. */
  replaced: boolean;
  /** The level of its heading: that of the page's parts, or one below. */
  heading: "h2" | "h3";
  onAct: (act: TokenAct) => void;
}

/** One token: how it stands, what it may do, and how it was used. */
export function TokenRow({ token, choices, replaced, heading: Heading, onAct }: TokenRowProps) {
  const live = token.state === "live";
  return (
    <li className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <Heading className="min-w-0 truncate font-semibold">{token.name}</Heading>
            <StatusBadge look={live && replaced ? REPLACED_LOOK : TOKEN_LOOKS[token.state]} />
          </div>
          <p className="font-mono text-13 break-all text-ink-soft">{token.hint}…</p>
        </div>
        {live && (
          <div className="flex items-center gap-2 max-sm:w-full">
            {!replaced && (
              <Button className="max-sm:flex-1" onClick={() => onAct("rotate")}>
                Rotate<span className="sr-only"> {token.name}</span>
              </Button>
            )}
            <Button className="max-sm:flex-1" onClick={() => onAct("revoke")}>
              Revoke
              <span className="sr-only">
                {" "}
                {token.name}
                {replaced && ", the old token"}
              </span>
            </Button>
          </div>
        )}
      </div>
      <TokenFacts token={token} choices={choices} />
    </li>
  );
}
