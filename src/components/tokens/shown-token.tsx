"use client";

import { firstLines } from "@/components/tokens/token-looks";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { appAddress } from "@/trpc/base-path";

interface ShownTokenProps {
  token: string;
  /** What becomes of the token before it, if there is one. */
  note?: string;
  onDone: () => void;
}

/** A token, this once, and what a program does with it. */
export function ShownToken({ token, note, onDone }: ShownTokenProps) {
  const lines = firstLines(appAddress(), token);
  return (
    <>
      <Notice tone="warn" title="Copy the token now. It is shown this once.">
        <p>
          Put it where your program keeps its secrets, not into its code. If it gets lost, rotate it here.
          {note !== undefined && ` ${note}`}
        </p>
      </Notice>
      <TextField
        label="API token"
        mono
        readOnly
        value={token}
        onValueChange={() => undefined}
        onFocus={(event) => event.target.select()}
      />
      <section aria-label="What your program needs" className="flex flex-col gap-2 text-13">
        <div className="flex items-center justify-between gap-4">
          <h3 className="font-medium">What your program needs</h3>
          <CopyButton text={lines} what="three lines" />
        </div>
        <pre className="rounded-md border border-line bg-sunken p-3 font-mono text-12 break-words whitespace-pre-wrap">
          {lines}
        </pre>
        <p className="text-ink-soft">
          Two settings, and a first call that answers with what the token may do. A wrong or ended token is
          told apart by its error code.
        </p>
      </section>
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
        <CopyButton text={token} what="token" withLabel primary />
      </DialogActions>
    </>
  );
}
