"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accessOptions } from "@/components/connections/access-choice";
import { FoldingPanel } from "@/components/connections/folding-panel";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { RadioCards } from "@/components/ui/radio-cards";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import { type ConnectionView, connectionLabelSchema } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ConnectionSettingsProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "accessModes">;
}

/** Name and access; both are saved together and only when something differs. */
export function ConnectionSettings({ connection, broker }: ConnectionSettingsProps) {
  const toast = useToast();
  const { apply } = useConnections();
  const [draft, setDraft] = useState<{ label?: string; access?: ConnectionView["access"] }>({});
  const [problem, setProblem] = useState<string>();
  const change = useMutation(
    useTRPC().connections.change.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        setDraft({});
        toast({ tone: "ok", title: "Saved" });
      },
    }),
  );
  const label = draft.label ?? connection.label;
  const access = draft.access ?? connection.access;
  const changed = label !== connection.label || access !== connection.access;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    const parsed = connectionLabelSchema.safeParse(label);
    setProblem(parsed.error?.issues[0]?.message);
    if (parsed.success) change.mutate({ connectionId: connection.id, label: parsed.data, access });
  };
  return (
    <FoldingPanel connection={connection} title="Name and access">
      <Form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          className="max-w-80"
          value={label}
          maxLength={60}
          autoComplete="off"
          onValueChange={(value) => setDraft((now) => ({ ...now, label: value }))}
          error={problem}
        />
        <RadioCards
          label="Access"
          value={access}
          options={accessOptions(broker.accessModes)}
          onValueChange={(value) => setDraft((now) => ({ ...now, access: value }))}
        />
        {access !== connection.access && connection.session !== null && (
          <p className="text-13 text-ink-soft">
            The session that runs now keeps its rights until the next sign-in.
          </p>
        )}
        {change.error !== null && <ErrorNotice error={toErrorResponse(change.error)} />}
        {changed && (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" tone="primary" busy={change.isPending} busyLabel="Saving">
              Save
            </Button>
            <Button tone="quiet" onClick={() => setDraft({})}>
              Keep as it was
            </Button>
          </div>
        )}
      </Form>
    </FoldingPanel>
  );
}
