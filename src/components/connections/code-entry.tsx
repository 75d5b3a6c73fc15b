"use client";

import { type FormEvent, useEffect, useState } from "react";
import { useFocusOnMount } from "@/components/connections/use-focus-on-mount";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { Form } from "@/components/ui/form";
import { type Challenge, challengeCodeSchema } from "@/shared/schemas/challenge";

interface CodeEntryProps {
  challenge: Challenge;
  checking: boolean;
  onCode: (code: string) => void;
}

/** The field for a code. It holds nothing but what is being typed, and empties when a code was refused. */
export function CodeEntry({ challenge, checking, onCode }: CodeEntryProps) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const field = useFocusOnMount<HTMLInputElement>();
  const { lastCodeRejected, attemptsLeft } = challenge;

  useEffect(() => {
    if (!lastCodeRejected || checking) return;
    setTyped("");
    field.current?.focus();
  }, [lastCodeRejected, checking, field]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checking) return;
    const parsed = challengeCodeSchema.safeParse(typed);
    if (!parsed.success) {
      setProblem(parsed.error.issues[0]?.message ?? "Enter the whole code");
      field.current?.focus();
      return;
    }
    setProblem(null);
    onCode(parsed.data);
  };

  const refused = lastCodeRejected && typed === "" && !checking;
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <CodeField
        ref={field}
        label="Code"
        name="code"
        value={typed}
        onValueChange={(value) => {
          setTyped(value);
          setProblem(null);
        }}
        readOnly={checking}
        error={
          problem ??
          (refused ? "That code was not accepted. Check the newest one and type it again." : undefined)
        }
        help={attemptsText(attemptsLeft)}
        className="max-w-72"
      />
      <div>
        <Button type="submit" tone="primary" busy={checking} busyLabel="Checking the code">
          Check the code
        </Button>
      </div>
    </Form>
  );
}

function attemptsText(attemptsLeft: number | null): string | undefined {
  if (attemptsLeft === null) return undefined;
  if (attemptsLeft === 1) return "1 attempt left. After it this sign-in ends.";
  return `${attemptsLeft} attempts left.`;
}
