"use client";

import { useState } from "react";
import { z } from "zod";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { signInWithPassword } from "@/components/auth/sign-in-with-password";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { displayNameSchema, emailSchema, newPasswordSchema } from "@/shared/schemas/member";
import { atBase } from "@/trpc/base-path";
import { useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const setupSchema = z.object({
  code: z.string().trim().min(1, "Enter the code from the console").max(64, "That is longer than the code"),
  displayName: displayNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
});

/** Makes the owner, signs in and goes on to the connections. */
export function SetupForm() {
  const client = useTRPCClient();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const [leaving, setLeaving] = useState(false);
  const form = useForm({
    initial: { code: "", displayName: "", email: "", password: "" },
    schema: setupSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        const { email } = await client.setup.complete.mutate(input);
        setLeaving(true);
        const failure = await signInWithPassword(email, input.password);
        window.location.assign(atBase(failure === null ? "/settings/connections" : "/sign-in"));
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.name === "AUTH_SETUP_CODE_INVALID") form.showErrors({ code: `${response.message}.` });
        else if (response.details !== null) form.showErrors(response.details);
      }
    },
  });
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-4">
      {error !== null && <ErrorNotice error={error} />}
      <CodeField
        label="Setup code"
        name="code"
        alphanumeric
        autoFocus
        autoComplete="off"
        help="Printed in the console where Wheelhouse was started, beside this address. It works once."
        value={form.values.code}
        onValueChange={(value) => form.set("code", value)}
        error={form.errors.code}
      />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        value={form.values.displayName}
        onValueChange={(value) => form.set("displayName", value)}
        error={form.errors.displayName}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        help="Your name at the sign-in. No mail is sent to it."
        value={form.values.email}
        onValueChange={(value) => form.set("email", value)}
        error={form.errors.email}
      />
      <NewPasswordField
        value={form.values.password}
        onValueChange={(value) => form.set("password", value)}
        error={form.errors.password}
        personal={[form.values.displayName, form.values.email]}
      />
      <Button type="submit" tone="primary" busy={form.busy || leaving} busyLabel="Creating the owner">
        Create the owner
      </Button>
    </Form>
  );
}
