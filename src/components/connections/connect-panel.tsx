"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { BrokerHosts } from "@/components/connections/broker-hosts";
import { BrokerNotice } from "@/components/connections/broker-notice";
import {
  credentialProblems,
  separateConsentField,
  splitFields,
  startLoginInput,
} from "@/components/connections/credential-form";
import { CredentialInput } from "@/components/connections/credential-inputs";
import { RememberChoices } from "@/components/connections/remember-choices";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { Section } from "@/components/ui/section";
import type { BrokerDescription, CredentialField } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ConnectPanelProps {
  connection: ConnectionView;
  broker: BrokerDescription;
  /** Another step comes first: a try to save the session that is held. */
  isSecondChoice?: boolean;
  /** Closes the form where it was opened beside a session that still serves. */
  onCancel?: () => void;
}

const NOTHING_KEPT = { remember: false, rememberTotpSecret: false, confirmPassword: "" };

/** The broker's login form, drawn from its description, with what connecting means before it. */
export function ConnectPanel({ connection, broker, isSecondChoice = false, onCancel }: ConnectPanelProps) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [choices, setChoices] = useState(NOTHING_KEPT);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const { apply } = useConnections();
  const trpc = useTRPC();
  const keeping = useQuery(
    trpc.credentialStorage.keeping.queryOptions({ connectionId: connection.id }, { staleTime: 0 }),
  );
  const start = useMutation(
    trpc.connections.startLogin.mutationOptions({
      onSuccess: apply,
      onError: (error) => setProblems(toErrorResponse(error).details ?? {}),
    }),
  );
  useEffect(() => {
    if (Object.keys(problems).length > 0) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [problems]);

  const fields = broker.credentialFields;
  const { shown, advanced } = splitFields(fields);
  const provided = keeping.data?.provided ?? [];
  const remembered = [...connection.remembers, ...provided];
  const again = connection.lastConnectedAt !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start.isPending) return;
    const found = credentialProblems({ fields, remembered }, values, choices);
    setProblems(found);
    if (Object.keys(found).length === 0) {
      start.mutate(startLoginInput(connection.id, fields, values, choices));
    }
  };
  const input = (field: CredentialField) => (
    <CredentialInput
      key={field.name}
      field={field}
      value={values[field.name] ?? ""}
      error={problems[field.name]}
      known={
        provided.includes(field.name)
          ? "provided"
          : connection.remembers.includes(field.name)
            ? "remembered"
            : null
      }
      disabled={start.isPending}
      onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
    />
  );

  return (
    <Section title={again ? `Sign in to ${broker.name} again` : `Connect ${broker.name}`}>
      <div className="flex flex-col gap-5">
        <BrokerNotice broker={broker} folded={again || connection.errorCode !== null} />
        <BrokerHosts broker={broker} />
        <Form ref={form} onSubmit={submit} className="flex max-w-lg flex-col gap-4">
          {shown.map(input)}
          {advanced.length > 0 && (
            <details
              className="group"
              {...(advanced.some(({ name }) => problems[name]) ? { open: true } : {})}
            >
              <summary className="flex min-h-8 list-none items-center gap-1.5 text-13 font-medium pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
                <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft group-open:rotate-90" />
                More options
              </summary>
              <div className="flex flex-col gap-4 pt-2">{advanced.map(input)}</div>
            </details>
          )}
          {keeping.data !== undefined && (
            <RememberChoices
              fields={fields}
              secretField={separateConsentField(fields, values)}
              keeping={keeping.data}
              choices={choices}
              onChange={setChoices}
              problems={problems}
            />
          )}
          {keeping.error !== null && <ErrorNotice error={toErrorResponse(keeping.error)} />}
          {start.error !== null && <ErrorNotice error={toErrorResponse(start.error)} />}
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              tone={isSecondChoice ? "secondary" : "primary"}
              busy={start.isPending}
              busyLabel={`Contacting ${broker.name}`}
              className="max-sm:w-full"
            >
              {again ? "Sign in again" : `Connect ${broker.name}`}
            </Button>
            {onCancel !== undefined && (
              <Button tone="quiet" onClick={onCancel} className="max-sm:w-full">
                Not now
              </Button>
            )}
          </div>
        </Form>
      </div>
    </Section>
  );
}
