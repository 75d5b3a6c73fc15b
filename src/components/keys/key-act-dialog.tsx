"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { GeneratedKey } from "@/components/keys/generated-key";
import { KEY_ACT_TEXTS } from "@/components/keys/key-act-texts";
import { RetireChoices } from "@/components/keys/retire-choices";
import { ConfirmPasswordField } from "@/components/tokens/confirm-password-field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { useToast } from "@/components/ui/toast";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { GeneratedKeyView, MasterKeyView, RetireKeyInput } from "@/shared/schemas/keys";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** What an admin may do with keys. */
export type KeyAct = { kind: "generate" | "apply" | "renew" } | { kind: "retire"; masterKey: MasterKeyView };

interface KeyActDialogProps {
  act: KeyAct;
  email: string;
  onClose: () => void;
}

/** Says what the act does, asks for the password, and does it. A new key is shown here, once. */
export function KeyActDialog({ act, email, onClose }: KeyActDialogProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [password, setPassword] = useState("");
  const [retire, setRetire] = useState<Pick<RetireKeyInput, "fate" | "now">>({ fate: "archive", now: false });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorResponse | null>(null);
  const [made, setMade] = useState<GeneratedKeyView | null>(null);
  const texts = KEY_ACT_TEXTS[act.kind];

  const run = async (): Promise<string | null> => {
    const confirmPassword = password;
    if (act.kind === "generate") {
      setMade(await client.keys.generate.mutate({ confirmPassword }));
      return null;
    }
    if (act.kind === "apply") await client.keys.changeMasterKey.mutate({ confirmPassword });
    if (act.kind === "renew") await client.keys.renewDataKeys.mutate({ confirmPassword });
    if (act.kind === "retire") {
      const { fingerprint } = act.masterKey;
      const { leftAt } = await client.keys.retire.mutate({ ...retire, fingerprint, confirmPassword });
      if (leftAt.length > 0) return `It is out of use. Remove it yourself from ${leftAt.join(", ")}`;
    }
    return texts.done;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const told = await run();
      if (told !== null) {
        toast({ tone: "ok", title: told });
        onClose();
      }
    } catch (failure) {
      setError(toErrorResponse(failure));
    } finally {
      setBusy(false);
      await queryClient.invalidateQueries(trpc.keys.pathFilter());
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={made === null ? texts.title : "The new master key"}
    >
      {made === null ? (
        <Form onSubmit={submit} className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1.5 pl-5">
            {texts.consequences.map((consequence) => (
              <li key={consequence}>{consequence}</li>
            ))}
          </ul>
          {act.kind === "retire" && <RetireChoices value={retire} onValueChange={setRetire} />}
          <ConfirmPasswordField
            email={email}
            value={password}
            onValueChange={setPassword}
            error={error?.details?.["confirmPassword"]}
          />
          {error !== null && error.details?.["confirmPassword"] === undefined && (
            <ErrorNotice error={error} />
          )}
          <DialogActions>
            <Button onClick={onClose}>Keep as it is</Button>
            <Button type="submit" tone={texts.tone} busy={busy} busyLabel={texts.busy}>
              {texts.label}
            </Button>
          </DialogActions>
        </Form>
      ) : (
        <GeneratedKey made={made} onDone={onClose} />
      )}
    </Dialog>
  );
}
