"use client";

import { useState } from "react";
import { z } from "zod";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { signInWithPassword } from "@/components/auth/sign-in-with-password";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { displayNameSchema, newPasswordSchema } from "@/shared/schemas/member";
import { atBase } from "@/trpc/base-path";
import { useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const acceptSchema = z.object({ displayName: displayNameSchema, password: newPasswordSchema });

/** Name and password of an invited person; then signs in. */
export function InviteForm({ token, email }: { token: string; email: string }) {
  const client = useTRPCClient();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const [leaving, setLeaving] = useState(false);
  const form = useForm({
    initial: { displayName: "", password: "" },
    schema: acceptSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        await client.invitation.accept.mutate({ token, ...input });
        setLeaving(true);
        const failure = await signInWithPassword(email, input.password);
        window.location.assign(atBase(failure === null ? "/dashboard" : "/sign-in"));
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
        autoComplete="username"
        readOnly
        value={email}
        onValueChange={() => undefined}
      />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        autoFocus
        value={form.values.displayName}
        onValueChange={(value) => form.set("displayName", value)}
        error={form.errors.displayName}
      />
      <NewPasswordField
        value={form.values.password}
        onValueChange={(value) => form.set("password", value)}
        error={form.errors.password}
        personal={[form.values.displayName, email]}
      />
      <Button type="submit" tone="primary" busy={form.busy || leaving} busyLabel="Joining">
        Join Wheelhouse
      </Button>
    </Form>
  );
}
