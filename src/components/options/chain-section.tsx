"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ChainResult } from "@/components/options/chain-result";
import { Button } from "@/components/ui/button";
import { ChoiceField } from "@/components/ui/choice-field";
import { Form } from "@/components/ui/form";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";

const NEWER_IS_COMING_MS = 2_000;

interface ChainSectionProps {
  connections: readonly ConnectionView[];
  underlying: string;
}

interface Wish {
  readonly underlying: string;
  readonly connectionId: string;
}

/** Looks up the contracts of a share or an index at one of the brokers. */
export function ChainSection({ connections, underlying }: ChainSectionProps) {
  const trpc = useTRPC();
  const firstId = connections[0]?.id ?? "";
  const [symbol, setSymbol] = useState(underlying);
  const [connectionId, setConnectionId] = useState(firstId);
  const [wish, setWish] = useState<Wish | null>(
    underlying.trim() === "" ? null : { underlying: underlying.trim().toUpperCase(), connectionId: firstId },
  );
  const chain = useQuery({
    ...trpc.portfolio.options.queryOptions(wish ?? { underlying: "-", connectionId: firstId }),
    enabled: wish !== null,
    refetchInterval: (query) => (query.state.data?.revalidating === true ? NEWER_IS_COMING_MS : false),
  });
  const lookUp = (event: FormEvent) => {
    event.preventDefault();
    const wanted = symbol.trim().toUpperCase();
    if (wanted !== "") setWish({ underlying: wanted, connectionId });
  };
  const label = connections.find(({ id }) => id === wish?.connectionId)?.label ?? "";
  return (
    <Section
      title="Look up contracts"
      description="What can be traded on a share or an index, with prices and greeks where the broker gives them."
      flush
    >
      <Form onSubmit={lookUp} className="flex flex-wrap items-end gap-3 p-4">
        <TextField
          label="Underlying"
          value={symbol}
          onValueChange={setSymbol}
          maxLength={24}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          className="w-40"
        />
        {connections.length > 1 && (
          <ChoiceField
            label="Connection"
            value={connectionId}
            options={connections.map(({ id, label }) => ({ value: id, label }))}
            onValueChange={setConnectionId}
          />
        )}
        <Button type="submit" busy={chain.isFetching} busyLabel="Looking up">
          Look up
        </Button>
      </Form>
      {wish !== null && (
        <ChainResult
          underlying={wish.underlying}
          label={label}
          view={chain.data}
          error={chain.error}
          loading={chain.isPending}
          onRetry={() => void chain.refetch()}
        />
      )}
    </Section>
  );
}
