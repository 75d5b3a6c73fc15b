"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ChannelFields } from "@/components/notices/channel-fields";
import { addFormSchema, channelValues, formFields } from "@/components/notices/channel-form";
import { CHANNEL_TEXTS, offeredKinds } from "@/components/notices/channel-kinds";
import { browserTimeZone } from "@/components/notices/time-zone-field";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { RadioCards } from "@/components/ui/radio-cards";
import { useToast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { ChannelKind } from "@/shared/schemas/notice";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface AddChannelFormProps {
  /** The kinds that this install can send. */
  kinds: readonly ChannelKind[];
  onSecret: (secret: string) => void;
  onClose: () => void;
}

/** Kind, address, what it carries, quiet hours. */
export function AddChannelForm({ kinds, onSecret, onClose }: AddChannelFormProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const offered = offeredKinds(kinds);
  const first = offered[0] ?? "webhook";
  const form = useForm({
    initial: { ...channelValues(null, first, browserTimeZone()), label: CHANNEL_TEXTS[first].name },
    schema: addFormSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        const { channel, signingSecret } = await client.notices.addChannel.mutate(input);
        await queryClient.invalidateQueries(trpc.notices.channels.queryFilter());
        if (signingSecret !== null) {
          onSecret(signingSecret);
          return;
        }
        onClose();
        toast({ tone: "ok", title: `Added “${channel.label}”`, detail: "Send a test to see it arrive." });
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.details !== null) form.showErrors(formFields(response.details));
      }
    },
  });
  const chooseKind = (kind: ChannelKind) => {
    if (form.values.label === CHANNEL_TEXTS[form.values.kind].name) {
      form.set("label", CHANNEL_TEXTS[kind].name);
    }
    form.set("kind", kind);
    form.set("address", "");
  };
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-5">
      {error !== null && <ErrorNotice error={error} />}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-13 font-medium">How to reach you</legend>
        <RadioCards
          label="How to reach you"
          arrange="pairs"
          value={form.values.kind}
          options={offered.map((kind) => {
            const { name, brief, icon: Icon } = CHANNEL_TEXTS[kind];
            return {
              value: kind,
              title: name,
              description: brief,
              icon: <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />,
            };
          })}
          onValueChange={chooseKind}
        />
        {!offered.includes("email") && (
          <p className="text-13 text-ink-soft">
            E-mail is not offered: this install has no mail server. The person who runs Wheelhouse can set one
            with <code>SMTP_URL</code> and <code>SMTP_FROM</code>.
          </p>
        )}
      </fieldset>
      <ChannelFields values={form.values} errors={form.errors} set={form.set} stored={null} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={form.busy} busyLabel="Adding">
          Add the channel
        </Button>
      </DialogActions>
    </Form>
  );
}
