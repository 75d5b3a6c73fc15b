"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { GeneratedKeyView } from "@/shared/schemas/keys";

/** A new master key: where it waits, or itself where the operator keeps the keys. */
export function GeneratedKey({ made, onDone }: { made: GeneratedKeyView; onDone: () => void }) {
  const { fingerprint, key } = made;
  return (
    <>
      {key === null ? (
        <Notice tone="ok" title="The new key waits in the key folder.">
          <p>
            Fingerprint <code className="font-mono">{fingerprint}</code>. Change over when every process holds
            it.
          </p>
        </Notice>
      ) : (
        <>
          <Notice tone="warn" title="Copy the key now. It is shown this once.">
            <p>
              Fingerprint <code className="font-mono">{fingerprint}</code>. Put it where the present key is,
              set the present one as <code className="font-mono">APP_MASTER_KEY_PREVIOUS</code> in every
              process, and restart.
            </p>
          </Notice>
          <TextField
            label="New master key"
            mono
            readOnly
            value={key}
            onValueChange={() => undefined}
            onFocus={(event) => event.target.select()}
          />
        </>
      )}
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
        {key !== null && <CopyButton text={key} what="key" withLabel primary />}
      </DialogActions>
    </>
  );
}
