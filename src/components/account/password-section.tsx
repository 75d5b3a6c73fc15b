"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { newPasswordSchema, type Viewer } from "@/shared/schemas/member";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const changeSchema = z.object({
  currentPassword: z.string().min(1, "Enter your present password").max(256, "Use at most 256 characters"),
  newPassword: newPasswordSchema,
});
const EMPTY = { currentPassword: "", newPassword: "" };

/** Changes the Wheelhouse password. */
export function PasswordSection({ viewer }: { viewer: Viewer }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: EMPTY,
    schema: changeSchema,
    onSubmit: async (input) => {
      setError(null);
      try {
        await client.viewer.changePassword.mutate(input);
        form.set("currentPassword", "");
        form.set("newPassword", "");
        toast({ tone: "ok", title: "Changed your password" });
        await queryClient.invalidateQueries(trpc.viewer.sessions.queryFilter());
      } catch (failure) {
        const response = toErrorResponse(failure);
        if (response.name === "AUTH_INVALID_CREDENTIALS") {
          form.showErrors({ currentPassword: "This is not your present password." });
        } else {
          setError(response);
          if (response.details !== null) form.showErrors(response.details);
        }
      }
    },
  });
  return (
    <Section title="Password" description="For this Wheelhouse only, never a broker's.">
      <Form ref={form.ref} onSubmit={form.onSubmit} className="flex max-w-96 flex-col gap-4">
        {error !== null && <ErrorNotice error={error} />}
        <input type="hidden" name="username" autoComplete="username" value={viewer.email} readOnly />
        <TextField
          label="Present password"
          name="current-password"
          type="password"
          autoComplete="current-password"
          value={form.values.currentPassword}
          onValueChange={(value) => form.set("currentPassword", value)}
          error={form.errors.currentPassword}
        />
        <NewPasswordField
          label="New password"
          value={form.values.newPassword}
          onValueChange={(value) => form.set("newPassword", value)}
          error={form.errors.newPassword}
          personal={[viewer.displayName, viewer.email]}
        />
        <Button type="submit" busy={form.busy} busyLabel="Changing" className="self-start">
          Change password
        </Button>
      </Form>
    </Section>
  );
}
