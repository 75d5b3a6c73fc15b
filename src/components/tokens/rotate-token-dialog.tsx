"use client";

import { useState } from "react";
import { z } from "zod";
import { ConfirmPasswordField } from "@/components/tokens/confirm-password-field";
import { ShownToken } from "@/components/tokens/shown-token";
import { useReloadTokens } from "@/components/tokens/use-tokens";
import { Button } from "@/components/ui/button";
import { ChoiceField } from "@/components/ui/choice-field";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { useForm } from "@/components/ui/use-form";
import type { ApiTokenView } from "@/shared/schemas/api-token";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RotateTokenDialogProps {
  token: ApiTokenView;
  email: string;
  onClose: () => void;
}

const OVERLAPS = [
  { value: "0", label: "At once" },
  { value: "1", label: "After 1 hour" },
  { value: "24", label: "After 24 hours" },
  { value: "168", label: "After 7 days" },
];

const rotateSchema = z.object({
  overlapHours: z.string().transform(Number),
  confirmPassword: z.string().min(1, "Enter your Wheelhouse password"),
});

/** A new token in place of an old one, which goes on for a while; the new one is shown once. */
export function RotateTokenDialog({ token, email, onClose }: RotateTokenDialogProps) {
  const client = useTRPCClient();
  const reload = useReloadTokens();
  const [made, setMade] = useState<string | null>(null);
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: { overlapHours: "24", confirmPassword: "" },
    schema: rotateSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        setMade((await client.tokens.rotate.mutate({ tokenId: token.id, ...input })).token);
        await reload();
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.details !== null) form.showErrors(response.details);
      }
    },
  });
  const { values, errors, set } = form;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={made === null ? `Rotate “${token.name}”?` : `New token for “${token.name}”`}
    >
      {made !== null ? (
        <ShownToken
          token={made}
          note={values.overlapHours === "0" ? "The old one has ended." : "The old one goes on for a while."}
          onDone={onClose}
        />
      ) : (
        <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-4">
          <p>
            You get a new token that may do the same. Give it to your program before the old one ends; nobody
            is locked out in between.
          </p>
          <ChoiceField
            label="The old token ends"
            value={values.overlapHours}
            options={OVERLAPS}
            onValueChange={(hours) => set("overlapHours", hours)}
            error={errors.overlapHours}
          />
          <ConfirmPasswordField
            email={email}
            value={values.confirmPassword}
            onValueChange={(password) => set("confirmPassword", password)}
            error={errors.confirmPassword}
          />
          {error !== null && <ErrorNotice error={error} />}
          <DialogActions>
            <Button onClick={onClose}>Keep as it is</Button>
            <Button type="submit" tone="primary" busy={form.busy} busyLabel="Making it">
              Make a new token
            </Button>
          </DialogActions>
        </Form>
      )}
    </Dialog>
  );
}
