"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

/** The secret of a signed webhook, and how its receiver checks a call with it. It can't be shown again. */
export function SigningSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <>
      <Notice tone="warn" title="Copy the signing secret now. It is shown this once.">
        <p>
          Put it where your program keeps its secrets. If it gets lost, make a new one in the channel's menu.
        </p>
      </Notice>
      <TextField
        label="Signing secret"
        mono
        readOnly
        value={secret}
        onValueChange={() => undefined}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-col gap-2 text-13">
        <h3 className="font-medium">How your program checks a call</h3>
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-ink-soft">
          <li>
            Join <code>webhook-id</code>, <code>webhook-timestamp</code> and the raw body with dots. Make the
            HMAC-SHA256 of it; the key is what stands behind <code>whsec_</code>, base64-decoded.
          </li>
          <li>
            Write it in base64 with <code>v1,</code> in front. If it is not the <code>webhook-signature</code>
            , drop the call.
          </li>
          <li>Drop what is more than 5 minutes old, and an id that you have had: it was sent again.</li>
        </ol>
        <p className="text-ink-soft">
          This is the Standard Webhooks specification; there are libraries for most languages.
        </p>
      </div>
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
        <CopyButton text={secret} what="signing secret" withLabel primary />
      </DialogActions>
    </>
  );
}
