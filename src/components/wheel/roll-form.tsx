"use client";

import { useState } from "react";
import { contractWords } from "@/components/positions/contract-words";
import { Button } from "@/components/ui/button";
import { ChoiceField } from "@/components/ui/choice-field";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import { RollEffectTable } from "@/components/wheel/roll-effect-table";
import { rollProposalSchema, rollValues } from "@/components/wheel/roll-proposal";
import type { OpenShort, WheelCycle } from "@/shared/schemas/wheel";
import { type RollEffect, rollEffect } from "@/shared/wheel/roll-effect";
import type { WheelBook } from "@/shared/wheel/wheel-book";

interface RollFormProps {
  cycle: WheelCycle;
  book: WheelBook;
  today: string;
  effect: RollEffect | null;
  onEffect: (effect: RollEffect | null) => void;
}

/** A roll to think about: what it would change against keeping the option. */
export function RollForm(props: RollFormProps) {
  const { cycle, effect, onEffect } = props;
  const [contractId, setContractId] = useState(cycle.shorts[0]?.option.contractId ?? "");
  const short = cycle.shorts.find(({ option }) => option.contractId === contractId) ?? cycle.shorts[0];
  if (short === undefined) return null;
  return (
    <div className="flex flex-col gap-4">
      {cycle.shorts.length > 1 && (
        <ChoiceField
          label="Option to roll"
          value={short.option.contractId}
          options={cycle.shorts.map(({ option }) => ({
            value: option.contractId,
            label: contractWords(option),
          }))}
          onValueChange={(value) => {
            setContractId(value);
            onEffect(null);
          }}
        />
      )}
      <RollFields key={short.option.contractId} {...props} short={short} />
      {effect !== null && <RollEffectTable effect={effect} onDrop={() => onEffect(null)} />}
    </div>
  );
}

function RollFields({ cycle, book, today, short, onEffect }: RollFormProps & { short: OpenShort }) {
  const form = useForm({
    initial: rollValues(short),
    schema: rollProposalSchema(short, today),
    onSubmit: async (proposal) => {
      const { contractId } = short.option;
      onEffect(rollEffect(book, { ...proposal, contractId, today, sharePrice: cycle.sharePrice }));
    },
  });
  const field = (key: "contracts" | "closePrice" | "strike" | "openPrice" | "fees", label: string) => (
    <TextField
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={form.values[key]}
      onValueChange={(text) => form.set(key, text)}
      error={form.errors[key]}
    />
  );
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 items-start gap-3 sm:grid-cols-3 lg:grid-cols-6">
        {field("contracts", "Contracts")}
        {field("closePrice", "Close at, per share")}
        {field("strike", "New strike")}
        <TextField
          label="New expiration"
          type="date"
          value={form.values.expiration}
          onValueChange={(day) => form.set("expiration", day)}
          error={form.errors.expiration}
        />
        {field("openPrice", "Open at, per share")}
        {field("fees", "Fees, USD")}
      </div>
      <div>
        <Button type="submit">Work out the roll</Button>
      </div>
    </Form>
  );
}
