"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextField } from "@/components/ui/text-field";
import type { InvitationView } from "@/shared/schemas/member";
import { appAddress } from "@/trpc/base-path";

interface InvitationLinkProps {
  invitation: InvitationView;
  token: string;
  onDone: () => void;
}

/** The link of a new invitation. Only its digest is stored, so it can't be shown again. */
export function InvitationLink({ invitation, token, onDone }: InvitationLinkProps) {
  const link = `${appAddress()}/invite#${token}`;
  return (
    <>
      <Notice tone="warn" title="Copy the link now. It is shown this once.">
        <p>
          Whoever opens it first joins in the name of {invitation.email}, so send it over a way that you
          trust. It ends <RelativeTime at={invitation.expiresAt} />.
        </p>
      </Notice>
      <TextField
        label="Invitation link"
        mono
        readOnly
        value={link}
        onValueChange={() => undefined}
        onFocus={(event) => event.target.select()}
      />
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
        <CopyButton text={link} what="link" withLabel primary />
      </DialogActions>
    </>
  );
}
