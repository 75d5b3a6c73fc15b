"use client";

import { useState } from "react";
import { RevokeTokenDialog } from "@/components/tokens/revoke-token-dialog";
import { RotateTokenDialog } from "@/components/tokens/rotate-token-dialog";
import { type TokenAct, TokenRow } from "@/components/tokens/token-row";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import type { ApiTokenView, TokenChoices } from "@/shared/schemas/api-token";

interface TokenListProps {
  tokens: readonly ApiTokenView[];
  choices: TokenChoices;
  /** The person's own, for their password manager. */
  email: string;
  /** A dialog was closed; what opened it may be gone. */
  onClosed: () => void;
}

/** The tokens that serve, those that ended lately, and the dialogs of what is done with one. */
export function TokenList({ tokens, choices, email, onClosed }: TokenListProps) {
  const [asked, setAsked] = useState<{ act: TokenAct; token: ApiTokenView } | null>(null);
  const live = tokens.filter(({ state }) => state === "live");
  const ended = tokens.filter(({ state }) => state !== "live");
  const replaced = new Set(tokens.map(({ replaces }) => replaces));
  const close = () => {
    setAsked(null);
    onClosed();
  };
  const row = (token: ApiTokenView, heading: "h2" | "h3") => (
    <TokenRow
      key={token.id}
      token={token}
      choices={choices}
      heading={heading}
      replaced={replaced.has(token.id)}
      onAct={(act) => setAsked({ act, token })}
    />
  );
  return (
    <>
      {live.length > 0 && (
        <Card>
          <ul aria-label="Tokens" className="divide-y divide-line">
            {live.map((token) => row(token, "h2"))}
          </ul>
        </Card>
      )}
      {ended.length > 0 && (
        <Section
          title="Ended"
          description="They open nothing any more, and leave this list after 30 days."
          flush
        >
          <ul aria-label="Ended tokens" className="divide-y divide-line">
            {ended.map((token) => row(token, "h3"))}
          </ul>
        </Section>
      )}
      {asked?.act === "rotate" && <RotateTokenDialog token={asked.token} email={email} onClose={close} />}
      {asked?.act === "revoke" && <RevokeTokenDialog token={asked.token} onClose={close} />}
    </>
  );
}
