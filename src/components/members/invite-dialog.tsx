"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { InvitationLink } from "@/components/members/invitation-link";
import { RoleChoices } from "@/components/members/role-choices";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import type { Role } from "@/shared/permissions";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { emailSchema, type InvitationView, rolesSchema } from "@/shared/schemas/member";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const inviteSchema = z.object({ email: emailSchema, roles: rolesSchema });
const START_ROLES: Role[] = ["user"];

interface Made {
  invitation: InvitationView;
  token: string;
}

/** Asks whom to invite as what, then shows the link, once. */
export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [made, setMade] = useState<Made | null>(null);
  const change = (next: boolean) => {
    if (!next) setMade(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={made === null ? "Invite a member" : `Invitation for ${made.invitation.email}`}
      {...(made === null ? { description: "You get a link to hand on yourself. It works once." } : {})}
    >
      {made === null ? (
        <InviteForm onMade={setMade} onCancel={() => change(false)} />
      ) : (
        <InvitationLink invitation={made.invitation} token={made.token} onDone={() => change(false)} />
      )}
    </Dialog>
  );
}

function InviteForm({ onMade, onCancel }: { onMade: (made: Made) => void; onCancel: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: { email: "", roles: START_ROLES },
    schema: inviteSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        onMade(await client.members.invite.mutate(input));
        await queryClient.invalidateQueries(trpc.members.invitations.queryFilter());
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.details !== null) form.showErrors(response.details);
      }
    },
  });
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-4">
      {error !== null && <ErrorNotice error={error} />}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="off"
        value={form.values.email}
        onValueChange={(value) => form.set("email", value)}
        error={form.errors.email}
      />
      <RoleChoices
        value={form.values.roles}
        onValueChange={(roles) => form.set("roles", roles)}
        error={form.errors.roles}
      />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" busy={form.busy} busyLabel="Making the link">
          Make the link
        </Button>
      </DialogActions>
    </Form>
  );
}
