"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

/** A new address. Only its digest is stored, so it can't be shown again. */
export function FeedAddress({ url, onDone }: { url: string; onDone: () => void }) {
  return (
    <div className="flex w-full flex-col gap-3">
      <Notice tone="warn" announce="status" title="Copy the address now. It is shown this once.">
        <p>Whoever knows it can read when your options expire. Give it to your calendar alone.</p>
      </Notice>
      <TextField
        label="Calendar address"
        mono
        readOnly
        value={url}
        onValueChange={() => undefined}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={url} what="address" withLabel primary />
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}
