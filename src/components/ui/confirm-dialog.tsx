"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import type { ErrorResponse } from "@/shared/schemas/error-response";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing, such as 'Disable Ada Byron?'. */
  title: string;
  /** What will be lost or will stop, as short sentences. */
  consequences: readonly ReactNode[];
  /** What stays as it is, if that is a likely worry. */
  keeps?: ReactNode;
  /** The verb and its object, such as 'Disable member'. */
  confirmLabel: string;
  busyLabel?: string;
  tone?: "danger" | "primary";
  /** A word to type first; only for what can't be undone. */
  typedWord?: string;
  busy?: boolean;
  error?: ErrorResponse | null;
  onConfirm: () => void;
  children?: ReactNode;
}

/** Asks before an act that takes something away, and says what. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, consequences, keeps, confirmLabel, typedWord, error, children } = props;
  const { busy = false, busyLabel, tone = "danger", onConfirm } = props;
  const [typed, setTyped] = useState("");
  const ready = typedWord === undefined || typed.trim().toLowerCase() === typedWord.toLowerCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onConfirm();
  };
  const change = (next: boolean) => {
    if (!next) setTyped("");
    onOpenChange(next);
  };
  return (
    <Dialog open={open} onOpenChange={change} title={title}>
      <Form onSubmit={submit} className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-1.5 pl-5">
          {consequences.map((consequence, index) => (
            <li key={typeof consequence === "string" ? consequence : index}>{consequence}</li>
          ))}
        </ul>
        {keeps !== undefined && <p className="text-ink-soft">{keeps}</p>}
        {children}
        {typedWord !== undefined && (
          <TextField
            label={`Type “${typedWord}” to go on`}
            value={typed}
            onValueChange={setTyped}
            autoComplete="off"
          />
        )}
        {error !== undefined && error !== null && <ErrorNotice error={error} />}
        <DialogActions>
          <Button onClick={() => change(false)}>Keep as it is</Button>
          <Button
            type="submit"
            tone={tone}
            disabled={!ready}
            busy={busy}
            {...(busyLabel === undefined ? {} : { busyLabel })}
          >
            {confirmLabel}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
