"use client";

import { useState } from "react";
import { z } from "zod";
import { signInWithPassword } from "@/components/auth/sign-in-with-password";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { emailSchema } from "@/shared/schemas/member";
import { atBase } from "@/trpc/base-path";

const signInSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "Enter your password").max(256, "Use at most 256 characters"),
});

/** E-mail and password. A failure keeps what was typed and puts the focus back into the password. */
export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<ErrorResponse | null>(null);
  const [leaving, setLeaving] = useState(false);
  const form = useForm({
    initial: { email: "", password: "" },
    schema: signInSchema,
    onSubmit: async ({ email, password }) => {
      setError(null);
      const failure = await signInWithPassword(email, password);
      setError(failure);
      if (failure === null) {
        setLeaving(true);
        window.location.assign(atBase(next));
      } else {
        form.ref.current?.querySelector<HTMLElement>('[autocomplete="current-password"]')?.focus();
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
        autoComplete="username"
        autoFocus
        value={form.values.email}
        onValueChange={(value) => form.set("email", value)}
        error={form.errors.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        value={form.values.password}
        onValueChange={(value) => form.set("password", value)}
        error={form.errors.password}
      />
      <Button type="submit" tone="primary" busy={form.busy || leaving} busyLabel="Signing in">
        Sign in
      </Button>
    </Form>
  );
}
