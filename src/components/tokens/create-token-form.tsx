"use client";

import { useState } from "react";
import { ConfirmPasswordField } from "@/components/tokens/confirm-password-field";
import { ReachChoices } from "@/components/tokens/reach-choices";
import { ScopeChoices } from "@/components/tokens/scope-choices";
import { EMPTY_TOKEN, tokenFields, tokenFormSchema } from "@/components/tokens/token-form";
import { TokenLimitFields } from "@/components/tokens/token-limit-fields";
import { useReloadTokens } from "@/components/tokens/use-tokens";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useForm } from "@/components/ui/use-form";
import type { TokenChoices } from "@/shared/schemas/api-token";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface CreateTokenFormProps {
  choices: TokenChoices;
  email: string;
  onMade: (token: string) => void;
  onClose: () => void;
}

/** Name, scopes, reach, limits, and the password. */
export function CreateTokenForm({ choices, email, onMade, onClose }: CreateTokenFormProps) {
  const client = useTRPCClient();
  const reload = useReloadTokens();
  const [error, setError] = useState<ErrorResponse | null>(null);
  const form = useForm({
    initial: EMPTY_TOKEN,
    schema: tokenFormSchema(choices),
    onSubmit: async (input) => {
      setError(null);
      try {
        const { token } = await client.tokens.create.mutate(input);
        onMade(token);
        await reload();
      } catch (failure) {
        const response = toErrorResponse(failure);
        setError(response);
        if (response.details !== null) form.showErrors(tokenFields(response.details));
      }
    },
  });
  const { values, errors, set } = form;
  return (
    <Form ref={form.ref} onSubmit={form.onSubmit} className="flex flex-col gap-6">
      <TextField
        label="Name"
        help="What it is for, such as “Rebalancer on the server at home”."
        value={values.name}
        maxLength={60}
        autoComplete="off"
        onValueChange={(name) => set("name", name)}
        error={errors.name}
      />
      <ScopeChoices
        offered={choices.scopes}
        value={values.scopes}
        onValueChange={(scopes) => set("scopes", scopes)}
        error={errors.scopes}
      />
      <ReachChoices connections={choices.connections} values={values} errors={errors} set={set} />
      <TokenLimitFields values={values} errors={errors} set={set} />
      <ConfirmPasswordField
        email={email}
        value={values.confirmPassword}
        onValueChange={(password) => set("confirmPassword", password)}
        error={errors.confirmPassword}
      />
      {error !== null && <ErrorNotice error={error} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={form.busy} busyLabel="Making it">
          Make the token
        </Button>
      </DialogActions>
    </Form>
  );
}
