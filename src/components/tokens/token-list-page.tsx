"use client";

import { KeyRound, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { useConnections } from "@/components/shell/connections-provider";
import { CreateTokenDialog } from "@/components/tokens/create-token-dialog";
import { FreezeSection } from "@/components/tokens/freeze-section";
import { FrozenNotices } from "@/components/tokens/frozen-notices";
import { TokenList } from "@/components/tokens/token-list";
import { useFreeze, useTokenChoices, useTokens } from "@/components/tokens/use-tokens";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { focusIfLost } from "@/components/ui/focus-if-lost";
import { PageHeader } from "@/components/ui/page-header";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import type { Viewer } from "@/shared/schemas/member";
import { toErrorResponse } from "@/trpc/error-response";

/** What the person's programs sign in with, and the switches that keep programs out. */
export function TokenListPage({ viewer }: { viewer: Viewer }) {
  const { live } = useConnections();
  const [making, setMaking] = useState(false);
  const make = useRef<HTMLButtonElement>(null);
  const toMakeButton = () => focusIfLost(() => make.current);
  const answer = useTokens();
  const choices = useTokenChoices();
  const freeze = useFreeze();
  const mayFreezeAll = viewer.permissions.includes("freeze_bots");
  const tokens = answer.data ?? [];
  const error = answer.error ?? choices.error ?? freeze.error;
  const makeButton = (
    <Button
      ref={make}
      tone="primary"
      icon={<Plus aria-hidden className="size-4" />}
      disabled={choices.data === undefined}
      onClick={() => setMaking(true)}
    >
      Make a token
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API tokens"
        description="A program signs in with a token instead of your passwords. It does what you tick here, and never more than you may do yourself."
        actions={tokens.length > 0 && makeButton}
      />
      <div className="flex flex-col gap-4">
        {live === "offline" && <OfflineNotice />}
        {error !== null && (
          <ErrorNotice
            error={toErrorResponse(error)}
            onRetry={() => void Promise.all([answer.refetch(), choices.refetch(), freeze.refetch()])}
            busy={answer.isFetching || choices.isFetching || freeze.isFetching}
          />
        )}
        {freeze.data !== undefined && <FrozenNotices freeze={freeze.data} mayFreezeAll={mayFreezeAll} />}
        {answer.isPending && live !== "offline" && <ListSkeleton />}
        {answer.data !== undefined && tokens.length === 0 && (
          <Card>
            <EmptyState icon={<KeyRound />} title="No token yet" action={makeButton}>
              A bot or a script that types your broker password today can ask Wheelhouse instead. Make it a
              token with as little as it needs; you can take it back at any time.
            </EmptyState>
          </Card>
        )}
        {tokens.length > 0 && (
          <TokenList
            tokens={tokens}
            choices={choices.data ?? { scopes: [], connections: [] }}
            email={viewer.email}
            onClosed={toMakeButton}
          />
        )}
        {freeze.data !== undefined && <FreezeSection freeze={freeze.data} mayFreezeAll={mayFreezeAll} />}
      </div>
      {making && choices.data !== undefined && (
        <CreateTokenDialog
          choices={choices.data}
          email={viewer.email}
          onClose={() => {
            setMaking(false);
            toMakeButton();
          }}
        />
      )}
    </>
  );
}

function ListSkeleton() {
  return (
    <LoadingRegion label="Reading your tokens">
      <Card className="flex flex-col gap-4 p-4">
        <div className="flex justify-between gap-6">
          <Skeleton className="w-48 max-w-full" />
          <Skeleton className="h-8 w-32" />
        </div>
        <Skeleton className="w-3/4" />
      </Card>
    </LoadingRegion>
  );
}
