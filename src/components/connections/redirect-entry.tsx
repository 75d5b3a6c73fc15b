"use client";

import { ExternalLink } from "lucide-react";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";

interface RedirectEntryProps {
  url: string | null;
  checking: boolean;
  onRedirected: (url: string) => void;
}

/** Sign-in at the broker's own page: the way there, and the field for the address one comes back with. */
export function RedirectEntry({ url, checking, onRedirected }: RedirectEntryProps) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checking) return;
    const address = typed.trim();
    if (!z.url().safeParse(address).success) {
      setProblem("Paste the whole address, from https:// to its end");
      return;
    }
    onRedirected(address);
  };
  return (
    <div className="flex flex-col gap-4">
      <LeavingLink url={url} label="Open the sign-in page" />
      <Form onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label="Address you came back to"
          name="redirected"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          mono
          value={typed}
          onValueChange={(value) => {
            setTyped(value);
            setProblem(undefined);
          }}
          readOnly={checking}
          error={problem}
          help="It holds a one-time code for this sign-in and is used once. Don't send it to anyone."
        />
        <div>
          <Button type="submit" tone="primary" busy={checking} busyLabel="Checking the address">
            Check the address
          </Button>
        </div>
      </Form>
    </div>
  );
}

/** A link out of Wheelhouse that says so, and where to, before it is followed. */
export function LeavingLink({ url, label }: { url: string | null; label: string }) {
  if (url === null) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <div>
        <Button asChild tone="secondary">
          <a href={url} target="_blank" rel="noopener noreferrer">
            <ExternalLink aria-hidden className="size-4" />
            {label}
          </a>
        </Button>
      </div>
      <p className="text-13 text-ink-soft">
        You leave Wheelhouse: a new tab opens at{" "}
        <span className="font-medium text-ink">{new URL(url).host}</span>. Check that address before you type
        a password.
      </p>
    </div>
  );
}
