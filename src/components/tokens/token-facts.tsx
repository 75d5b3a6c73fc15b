import type { ReactNode } from "react";
import { reachWords, useCount } from "@/components/tokens/token-looks";
import { RelativeTime } from "@/components/ui/relative-time";
import { type ApiTokenView, SCOPES, type TokenChoices } from "@/shared/schemas/api-token";

interface TokenFactsProps {
  token: ApiTokenView;
  choices: Pick<TokenChoices, "connections">;
}

/** What a token may do and where, until when, and how it was used. */
export function TokenFacts({ token, choices }: TokenFactsProps) {
  const { scopes, reach, allowedAddresses, requestsPerMinute, lastUsedAt, lastUsedFrom, uses } = token;
  return (
    <dl className="grid gap-x-6 gap-y-3 text-13 sm:grid-cols-2 lg:grid-cols-[2fr_1.2fr_1fr_1.2fr]">
      <Fact name="May">
        <ul className="flex flex-col gap-0.5">
          {scopes.map((scope) => (
            <li key={scope}>{SCOPES[scope]}</li>
          ))}
        </ul>
      </Fact>
      <Fact name="Reaches">{reachWords(reach, choices)}</Fact>
      <Fact name="Last used">
        {lastUsedAt === null ? "Never" : <RelativeTime at={lastUsedAt} />}
        {lastUsedFrom !== null && <span className="block break-all">from {lastUsedFrom}</span>}
        <span className="block text-ink-soft">{useCount(uses)}</span>
      </Fact>
      <Fact name={ENDS[token.state]}>
        <RelativeTime at={token.revokedAt ?? token.expiresAt} />
        <span className="block text-ink-soft">
          {requestsPerMinute.toLocaleString("en-US")} requests a minute
        </span>
        <span className="block break-all text-ink-soft">
          {allowedAddresses.length === 0 ? "From any address" : `Only from ${allowedAddresses.join(", ")}`}
        </span>
      </Fact>
    </dl>
  );
}

const ENDS = { live: "Ends", expired: "Ended", revoked: "Revoked" } as const;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
