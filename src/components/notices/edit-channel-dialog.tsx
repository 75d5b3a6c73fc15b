"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ChannelFields } from "@/components/notices/channel-fields";
import { changeFormSchema, channelValues, formFields } from "@/components/notices/channel-form";
import { browserTimeZone } from "@/components/notices/time-zone-field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { useToast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface EditChannelDialogProps {
  channel: ChannelView;
  onClose: () => void;
}

/** Changes a channel. Its address can be replaced but not read: who knows it can post to it. */
export function EditChannelDialog({ channel, onClose }: EditChannelDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Edit “${channel.label}”`}
    >
      <EditChannelForm channel={channel} onClose={onClose} />
    </Dialog>
  );
}

function EditChannelForm({ channel, onClose }: EditChannelDialogProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: channelValues(channel, channel.kind, browserTimeZone()),
    schema: changeFormSchema(channel.id),
    onSubmit: async (input) => {
      setError(null);
      try {
        await client.notices.changeChannel.mutate(input);
        await queryClient.invalidateQueries(trpc.notices.channels.queryFilter());
        toast({ tone: "ok", title: "Saved" });
        onClose();
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.details !== null) form.showErrors(formFields(response.details));
      }
    },
  });
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-5">
      {error !== null && <ErrorNotice error={error} />}
      <ChannelFields values={form.values} errors={form.errors} set={form.set} stored={channel.target} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={form.busy} busyLabel="Saving">
          Save
        </Button>
      </DialogActions>
    </Form>
  );
}
