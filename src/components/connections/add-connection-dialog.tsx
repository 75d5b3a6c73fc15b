"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { accessOptions } from "@/components/connections/access-choice";
import { BrokerNotice } from "@/components/connections/broker-notice";
import { firstChoice } from "@/components/connections/first-choice";
import { useConnections } from "@/components/shell/connections-provider";
import { usePreferences } from "@/components/shell/preferences-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { RadioCards } from "@/components/ui/radio-cards";
import { TextField } from "@/components/ui/text-field";
import type { BrokerDescription, BrokerType, ConnectionAccess } from "@/shared/schemas/broker";
import { connectionLabelSchema } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface AddConnectionDialogProps {
  brokers: readonly BrokerDescription[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Which broker, what name, what access; then straight to the connection's page to sign in. */
export function AddConnectionDialog({ brokers, open, onOpenChange }: AddConnectionDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a connection"
      description="Nothing is sent to the broker yet. You sign in on the next page."
    >
      <AddConnectionForm brokers={brokers} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddConnectionForm({
  brokers,
  onClose,
}: {
  brokers: readonly BrokerDescription[];
  onClose: () => void;
}) {
  const router = useRouter();
  const { apply } = useConnections();
  const { defaultBroker } = usePreferences();
  const [chosen, setChosen] = useState<BrokerType | null>(() => firstChoice(brokers, defaultBroker));
  const [typedLabel, setTypedLabel] = useState<string | null>(null);
  const [access, setAccess] = useState<ConnectionAccess>("read_only");
  const [problem, setProblem] = useState<string>();
  const add = useMutation(
    useTRPC().connections.add.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        router.push(`/settings/connections/${view.id}`);
      },
    }),
  );
  const broker = brokers.find(({ id }) => id === chosen);
  if (broker === undefined) return null;
  const label = typedLabel ?? broker.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending) return;
    const parsed = connectionLabelSchema.safeParse(label);
    setProblem(parsed.error?.issues[0]?.message);
    if (parsed.success) add.mutate({ broker: broker.id, label: parsed.data, access });
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-13 font-medium">Broker</legend>
        <RadioCards
          label="Broker"
          value={broker.id}
          options={brokers.map(({ id, name, hosts }) => ({
            value: id,
            title: name,
            description: `Talks to ${hosts.join(", ")}`,
          }))}
          onValueChange={setChosen}
        />
        <BrokerNotice broker={broker} folded />
      </fieldset>
      <TextField
        label="Name"
        help="How it is called here, such as whose account it is."
        value={label}
        maxLength={60}
        autoComplete="off"
        onValueChange={setTypedLabel}
        error={problem}
      />
      <fieldset>
        <legend className="mb-1 text-13 font-medium">Access</legend>
        <RadioCards
          label="Access"
          value={access}
          options={accessOptions(broker.accessModes)}
          onValueChange={setAccess}
        />
      </fieldset>
      {add.error !== null && <ErrorNotice error={toErrorResponse(add.error)} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={add.isPending} busyLabel="Adding">
          Add and sign in
        </Button>
      </DialogActions>
    </Form>
  );
}
